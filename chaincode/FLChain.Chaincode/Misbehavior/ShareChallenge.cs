using FLChain.Chaincode.Training;

namespace FLChain.Chaincode.Misbehavior;

/// <summary>
/// Answer and SettleChallenge: the accused opens a share that a partner could not open. A right one clears it and the
/// reporter, who could not know, has its fee back; a wrong one, or silence, is the fault.
/// </summary>
internal static class ShareChallenge
{
    public static async Task<ReportRecord> AnswerAsync(LedgerContext context, AnswerChallenge request)
    {
        var report = await RequireOpenAsync(context, request.ReportId);
        Rule.Require(string.Equals(report.Accused, context.Caller.PartyId, StringComparison.Ordinal), ErrorCodes.NotParty, "only the accused answers");
        Rule.Require(context.Now <= report.Deadline, ErrorCodes.WrongReportState, "the time for an answer is over");
        Rule.Require(request.Key.Length == Cryptography.Envelopes.SymmetricKey.LengthBytes, ErrorCodes.BadEvidence, "that is not the key of a sealed share");
        var model = await context.ModelAsync(report.Fid);
        var payload = await ShareEvidence.PayloadAsync(context, report.Fid, report.Iteration, report.Accused);
        var (verdict, finding) = await ShareEvidence.OpenAsync(context, model, report.Iteration, report.Accused, payload, request.Key);
        Rule.Require(verdict != ShareVerdict.OtherKey, ErrorCodes.BadEvidence, finding);
        if (verdict == ShareVerdict.Wrong) return await ConvictAsync(context, model, report, finding, TransactionNames.Misbehavior.Answer);

        var payments = new Payments(context);
        payments.Pay(AccountName.Public, AccountName.Party(report.Reporter), report.Fee, PaymentEvent.FeeReturn, report.Fid);
        await payments.CommitAsync();
        return await Reports.WriteAsync(context, report with { State = ReportState.Answered, Finding = finding }, TransactionNames.Misbehavior.Answer);
    }

    public static async Task<ReportRecord> SettleAsync(LedgerContext context, ReportReference request)
    {
        var report = await RequireOpenAsync(context, request.ReportId);
        await Deadline.Until(report.Deadline).RequirePassedAsync(context);
        var model = await context.ModelAsync(report.Fid);
        return await ConvictAsync(context, model, report, "the accused did not open its share in time", TransactionNames.Misbehavior.SettleChallenge);
    }

    private static async Task<ReportRecord> RequireOpenAsync(LedgerContext context, string reportId)
    {
        var report = await Reports.FindAsync(context, reportId);
        Rule.Require(report.State == ReportState.Challenged, ErrorCodes.WrongReportState, "the report is no open challenge");
        return report;
    }

    // Between the challenge and now another report may have proven the fault with the right key: then this one was early
    // enough to have its fee back, and nothing is paid twice.
    private static async Task<ReportRecord> ConvictAsync(LedgerContext context, ModelRecord model, ReportRecord report, string finding, string transaction)
    {
        var payments = new Payments(context);
        var settlement = new FaultSettlement(context, model, payments, new TrainerDrafts(context));
        if (await FaultSettlement.IsSettledAsync(context, report.Fid, report.Iteration, report.Kind, report.Accused))
        {
            payments.Pay(AccountName.Public, AccountName.Party(report.Reporter), report.Fee, PaymentEvent.FeeReturn, report.Fid);
            await payments.CommitAsync();
            return await Reports.WriteAsync(context, report with { State = ReportState.Answered, Finding = "proven by another report before" }, transaction);
        }

        var policy = await context.PolicyAsync();
        if (await settlement.ConfiscableAsync(report.Accused, policy) < policy.ReportReward)
            payments.Pay(AccountName.Public, AccountName.Party(report.Reporter), report.Fee, PaymentEvent.FeeReturn, report.Fid);
        var losesSum = await LostSum.IsLostWithoutAsync(context, model, report.Iteration, report.Accused);
        await settlement.AddAsync(new Fault(report.Iteration, report.Kind, report.Accused, report.Reporter, finding, losesSum));
        var standings = (await ClosedRounds.LastAsync(context, model))?.Standings ?? [];
        await settlement.CommitAsync(standings);
        await Report.DropShareAsync(context, report.Fid, report.Iteration, report.Accused);
        return await Reports.WriteAsync(context, report with { State = ReportState.Proven, Finding = finding }, transaction);
    }
}
