using FLChain.Fabric.Shim;

namespace FLChain.Chaincode.Incentive;

/// <summary>Money, deposits, and the sale of finished models.</summary>
internal sealed class IncentiveContract : Contract
{
    public override string Name => TransactionNames.Incentive.Contract;

    [SubmitTransaction]
    public Task MintAsync(LedgerContext context, Mint request) => Treasury.MintAsync(context, request);

    [SubmitTransaction]
    public Task<AccountAnswer> DepositAsync(LedgerContext context, MoveDeposit request) => Deposits.FreezeAsync(context, request);

    [SubmitTransaction]
    public Task<AccountAnswer> WithdrawAsync(LedgerContext context, MoveDeposit request) => Deposits.ReleaseAsync(context, request);

    [SubmitTransaction]
    public Task<PurchaseRecord> PurchaseAsync(LedgerContext context, PurchaseModel request) => Sale.PurchaseAsync(context, request);

    [SubmitTransaction]
    public Task<PurchaseRecord> DeliverAsync(LedgerContext context, DeliverModel request) => Sale.DeliverAsync(context, request);

    [SubmitTransaction]
    public Task<PurchaseRecord> ConfirmDeliveryAsync(LedgerContext context, PurchaseReference request) => Completion.ConfirmAsync(context, request);

    [SubmitTransaction]
    public Task<PurchaseRecord> DisputeAsync(LedgerContext context, DisputeDelivery request) => Dispute.RunAsync(context, request);

    [SubmitTransaction]
    public Task<PurchaseRecord> SettleAsync(LedgerContext context, PurchaseReference request) => Completion.SettleAsync(context, request);

    [SubmitTransaction]
    public Task EvaluateModelAsync(LedgerContext context, EvaluateModel request) => ModelEvaluation.RateAsync(context, request);

    [SubmitTransaction]
    public Task ApplyEvaluationsAsync(LedgerContext context, ModelReference request) => ModelEvaluation.ApplyAsync(context, request);

    [EvaluateTransaction]
    public Task<AccountAnswer> GetAccountAsync(LedgerContext context, AccountReference request) => Statements.AccountAsync(context, request.Account);

    [EvaluateTransaction]
    public Task<LiabilityAnswer> GetLiabilityAsync(LedgerContext context, PartyReference request) => Deposits.LiabilityAsync(context, request);

    [EvaluateTransaction]
    public Task<Page<Posting>> GetStatementAsync(LedgerContext context, PageRequest request) => Statements.PageAsync(context, request);

    [EvaluateTransaction]
    public Task<ConservationAnswer> GetConservationAsync(LedgerContext context) => Conservation.ProveAsync(context);

    [EvaluateTransaction]
    public Task<PurchaseRecord> GetPurchaseAsync(LedgerContext context, PurchaseReference request) => Purchases.FindAsync(context, request.Fid, request.PurchaseId);

    [EvaluateTransaction]
    public Task<Page<PurchaseRecord>> ListPurchasesAsync(LedgerContext context, PageRequest request)
    {
        var fid = request.Of ?? string.Empty;
        Rule.RequireFid(fid);
        return context.PageAsync<PurchaseRecord>(Keys.Purchases(fid), request);
    }

    [EvaluateTransaction]
    public Task<Page<PurchaseRecord>> ListBoughtAsync(LedgerContext context, PageRequest request) => Purchases.BoughtAsync(context, request);
}
