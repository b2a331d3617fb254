using FLChain.Chaincode.Training;

namespace FLChain.Chaincode.Misbehavior;

/// <summary>
/// Judge, Appeal and SettleJudgment: from a pending accusation to its settlement. Where the policy gives no time for an
/// appeal, and for the judgment of an appeal, settlement comes with the judgment. An appeal that nobody decides in time
/// leaves the first judgment standing: no loser gains by a slow court.
/// </summary>
internal static class Judging
{
    public static async Task<AccusationRecord> JudgeAsync(LedgerContext context, SubmitJudgment request)
    {
        var policy = await context.PolicyAsync();
        var accusation = await Accusation.FindAsync(context, request.Judgment.ReportId);
        Rule.Require(
            accusation.State is AccusationState.Pending or AccusationState.Appealed,
            ErrorCodes.WrongReportState,
            $"no judgment of the accusation is due: it is {accusation.State}");
        Rule.Require(context.Now <= accusation.Deadline, ErrorCodes.WrongReportState, "the time for a judgment is over");
        var appealed = accusation.State == AccusationState.Appealed;
        JudgmentRules.RequireFits(request.Judgment, accusation, appealed ? 2 : 1, context.Now);
        JudgmentRules.RequireSigned(request, policy, context.Stub.ChannelId);

        var judged = accusation with { Judgment = request.Judgment };
        await AuthoritySeal.PressAsync(context);
        if (appealed || policy.AppealSeconds == 0) return await ExecuteAsync(context, judged, TransactionNames.Misbehavior.Judge);
        var open = judged with { State = AccusationState.Judged, Deadline = context.Now + (policy.AppealSeconds * 1000L) };
        return await Accusation.WriteAsync(context, open, TransactionNames.Misbehavior.Judge);
    }

    public static async Task<AccusationRecord> AppealAsync(LedgerContext context, ReportReference request)
    {
        var policy = await context.PolicyAsync();
        var accusation = await Accusation.FindAsync(context, request.ReportId);
        Rule.Require(accusation.State == AccusationState.Judged && context.Now <= accusation.Deadline, ErrorCodes.WrongReportState, "there is no judgment that can be appealed now");
        var loser = accusation.Judgment!.Verdict == Verdict.Guilty ? accusation.Accused : accusation.Reporter;
        Rule.Require(string.Equals(context.Caller.PartyId, loser, StringComparison.Ordinal), ErrorCodes.NotParty, "only who lost may appeal");

        var payments = new Payments(context);
        payments.Pay(AccountName.Party(loser), AccountName.Public, policy.UnqualifiedReportFee, PaymentEvent.UnqualifiedReportFee, accusation.ReportId);
        await payments.CommitAsync();
        var appealed = accusation with
        {
            State = AccusationState.Appealed,
            Deadline = context.Now + (policy.JudgmentSeconds * 1000L),
            Appellant = loser,
            AppealFee = policy.UnqualifiedReportFee,
        };
        return await Accusation.WriteAsync(context, appealed, TransactionNames.Misbehavior.Appeal);
    }

    public static async Task<AccusationRecord> SettleAsync(LedgerContext context, ReportReference request)
    {
        var accusation = await Accusation.FindAsync(context, request.ReportId);
        Rule.Require(
            accusation.State is AccusationState.Pending or AccusationState.Judged or AccusationState.Appealed,
            ErrorCodes.WrongReportState,
            $"the accusation has ended: {accusation.State}");
        await Deadline.Until(accusation.Deadline).RequirePassedAsync(context);
        if (accusation.Judgment is not null)
        {
            await AuthoritySeal.PressAsync(context);
            return await ExecuteAsync(context, accusation, TransactionNames.Misbehavior.SettleJudgment);
        }

        var settlement = await JudgmentSettlement.BeginAsync(context, accusation);
        await settlement.LapseAsync();
        return await EndAsync(context, accusation, AccusationState.Lapsed, TransactionNames.Misbehavior.SettleJudgment);
    }

    private static async Task<AccusationRecord> ExecuteAsync(LedgerContext context, AccusationRecord accusation, string transaction)
    {
        var settlement = await JudgmentSettlement.BeginAsync(context, accusation);
        if (accusation.Judgment!.Verdict == Verdict.Guilty) await settlement.ConvictAsync(accusation.Judgment);
        else await settlement.DismissAsync();
        return await EndAsync(context, accusation, AccusationState.Settled, transaction);
    }

    private static Task<AccusationRecord> EndAsync(LedgerContext context, AccusationRecord accusation, AccusationState state, string transaction) =>
        Accusation.WriteAsync(context, accusation with { State = state, Deadline = 0 }, transaction);
}
