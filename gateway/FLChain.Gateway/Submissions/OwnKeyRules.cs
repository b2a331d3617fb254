using FLChain.Core.Policies;
using FLChain.Core.Requests;
using static FLChain.Core.TransactionNames;

namespace FLChain.Gateway.Submissions;

/// <summary>Which transactions may be prepared for whoever signs by itself, by role, and what they take. Those with payloads are the SDK's and not among them.</summary>
internal static class OwnKeyRules
{
    private static readonly Dictionary<string, OwnKeyRule> Rules = new(StringComparer.Ordinal)
    {
        [Name(Incentive.Contract, Incentive.Purchase)] = new(Role.Buyer, typeof(PurchaseModel)),
        [Name(Incentive.Contract, Incentive.ConfirmDelivery)] = new(Role.Buyer, typeof(PurchaseReference)),
        [Name(Incentive.Contract, Incentive.Dispute)] = new(Role.Buyer, typeof(DisputeDelivery)),
        [Name(Incentive.Contract, Incentive.EvaluateModel)] = new(Role.Buyer, typeof(EvaluateModel)),
        [Name(Incentive.Contract, Incentive.Settle)] = new(Role.Buyer | Role.Trainer, typeof(PurchaseReference)),
        [Name(Incentive.Contract, Incentive.Deposit)] = new(Role.Trainer, typeof(MoveDeposit)),
        [Name(Incentive.Contract, Incentive.Withdraw)] = new(Role.Trainer, typeof(MoveDeposit)),
        [Name(Incentive.Contract, Incentive.Deliver)] = new(Role.Trainer, typeof(DeliverModel)),
        [Name(Incentive.Contract, Incentive.Mint)] = new(Role.Authority, typeof(Mint)),
        [Name(Registry.Contract, Registry.RegisterTrainer)] = new(Role.Trainer, typeof(RegisterTrainer)),
        [Name(Registry.Contract, Registry.UpdateTrainer)] = new(Role.Trainer, typeof(UpdateTrainer)),
        [Name(Registry.Contract, Registry.SetAvailability)] = new(Role.Trainer, typeof(SetAvailability)),
        [Name(Registry.Contract, Registry.SetPolicy)] = new(Role.Authority, typeof(Policy)),
        [Name(Federation.Contract, Federation.PublishModel)] = new(Role.Trainer, typeof(PublishModel)),
        [Name(Federation.Contract, Federation.SubmitIntention)] = new(Role.Trainer, typeof(SubmitIntention)),
        [Name(Federation.Contract, Federation.WithdrawIntention)] = new(Role.Trainer, typeof(ModelReference)),
        [Name(Misbehavior.Contract, Misbehavior.Report)] = new(Role.Reporter | Role.Trainer, typeof(ReportMisbehavior)),
        [Name(Misbehavior.Contract, Misbehavior.Answer)] = new(Role.Trainer, typeof(AnswerChallenge)),
        [Name(Misbehavior.Contract, Misbehavior.ReportUnqualified)] = new(Role.Reporter | Role.Trainer, typeof(ReportUnqualified)),
        [Name(Misbehavior.Contract, Misbehavior.Judge)] = new(Role.Authority, typeof(SubmitJudgment)),
        [Name(Misbehavior.Contract, Misbehavior.Appeal)] = new(Role.Reporter | Role.Trainer, typeof(ReportReference)),
        [Name(Misbehavior.Contract, Misbehavior.SubmitOpening)] = new(Role.Trainer, typeof(SubmitOpening)),
        [Name(Misbehavior.Contract, Misbehavior.ConvictOpening)] = new(Role.Authority, typeof(ConvictOpening)),
    };

    /// <summary>The rule of a transaction; null for one that cannot be prepared here.</summary>
    public static OwnKeyRule? Find(string contract, string transaction) => Rules.GetValueOrDefault(Name(contract, transaction));

    private static string Name(string contract, string transaction) => $"{contract}:{transaction}";
}
