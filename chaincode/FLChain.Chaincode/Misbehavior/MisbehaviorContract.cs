using FLChain.Fabric.Shim;

namespace FLChain.Chaincode.Misbehavior;

/// <summary>
/// The misbehavior report contract (paper, section IV.D): faults that the contract verifies itself and settles at once,
/// accusations that people judge, and disputes of impossible sums.
/// </summary>
internal sealed class MisbehaviorContract : Contract
{
    public override string Name => TransactionNames.Misbehavior.Contract;

    [SubmitTransaction]
    public Task<ReportRecord> ReportAsync(LedgerContext context, ReportMisbehavior request) => Report.RunAsync(context, request);

    [SubmitTransaction]
    public Task<ReportRecord> AnswerAsync(LedgerContext context, AnswerChallenge request) => ShareChallenge.AnswerAsync(context, request);

    [SubmitTransaction]
    public Task<ReportRecord> SettleChallengeAsync(LedgerContext context, ReportReference request) => ShareChallenge.SettleAsync(context, request);

    [SubmitTransaction]
    public Task<AccusationRecord> ReportUnqualifiedAsync(LedgerContext context, ReportUnqualified request) => Accusation.RunAsync(context, request);

    [SubmitTransaction]
    public Task<AccusationRecord> OpenInspectionAsync(LedgerContext context, OpenInspection request) => Inspection.RunAsync(context, request);

    [SubmitTransaction]
    public Task<AccusationRecord> JudgeAsync(LedgerContext context, SubmitJudgment request) => Judging.JudgeAsync(context, request);

    [SubmitTransaction]
    public Task<AccusationRecord> AppealAsync(LedgerContext context, ReportReference request) => Judging.AppealAsync(context, request);

    [SubmitTransaction]
    public Task<AccusationRecord> SettleJudgmentAsync(LedgerContext context, ReportReference request) => Judging.SettleAsync(context, request);

    [SubmitTransaction]
    public Task<DisputeRecord> OpenDisputeAsync(LedgerContext context, OpenDispute request) => DisputeOpening.RunAsync(context, request);

    [SubmitTransaction]
    public Task SubmitOpeningAsync(LedgerContext context, SubmitOpening request) => SeedOpenings.SubmitAsync(context, request);

    [SubmitTransaction]
    public Task<DisputeRecord> ConvictOpeningAsync(LedgerContext context, ConvictOpening request) => SeedOpenings.ConvictAsync(context, request);

    [SubmitTransaction]
    public Task<DisputeRecord> ExpireDisputeAsync(LedgerContext context, RoundReference request) => DisputeExpiry.RunAsync(context, request);

    [EvaluateTransaction]
    public Task<ReportRecord> GetReportAsync(LedgerContext context, ReportReference request) => Reports.FindAsync(context, request.ReportId);

    [EvaluateTransaction]
    public Task<Page<ReportRecord>> ListReportsAsync(LedgerContext context, PageRequest request) => context.PageAsync<ReportRecord>(Keys.Reports, request);

    [EvaluateTransaction]
    public async Task<FaultRecord[]> GetFaultsAsync(LedgerContext context, ModelReference request)
    {
        var model = await context.ModelAsync(request.Fid);
        return [.. await context.ListAsync<FaultRecord>(Keys.Faults(model.Fid), int.MaxValue)];
    }

    [EvaluateTransaction]
    public Task<AccusationRecord> GetAccusationAsync(LedgerContext context, ReportReference request) => Accusation.FindAsync(context, request.ReportId);

    [EvaluateTransaction]
    public Task<Page<AccusationRecord>> ListAccusationsAsync(LedgerContext context, PageRequest request) => context.PageAsync<AccusationRecord>(Keys.Accusations, request);

    [EvaluateTransaction]
    public Task<InspectionEntry[]> GetInspectionsAsync(LedgerContext context, ModelReference request) => Inspection.OfAsync(context, request);

    [EvaluateTransaction]
    public async Task<DisputeAnswer> GetDisputeAsync(LedgerContext context, RoundReference request)
    {
        var (model, dispute) = await Disputes.FindAsync(context, request.Fid, request.Iteration);
        return new DisputeAnswer(dispute, await Disputes.OpeningsAsync(context, model, dispute));
    }
}
