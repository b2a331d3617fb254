using FLChain.Chaincode.Training;

namespace FLChain.Chaincode.Misbehavior;

/// <summary>
/// Report: the contract verifies the evidence itself and settles at once. Evidence that does not hold is a result, and
/// costs f_1; arguments that name nothing are an error and cost nothing. The first report of a fault is rewarded, and
/// there is no second: two at once meet on the fault's key.
/// </summary>
internal static class Report
{
    public static async Task<ReportRecord> RunAsync(LedgerContext context, ReportMisbehavior request)
    {
        if (request.Kind == FaultKind.BadDealtShare) return await DealtShareReport.RunAsync(context, request);
        RequireReportable(request);
        Rule.Require(Naming.IsPartyId(request.Accused), ErrorCodes.BadArgument, "the accused is named by its dpId");
        Rule.Require(!string.Equals(request.Accused, context.Caller.PartyId, StringComparison.Ordinal), ErrorCodes.SelfReport, "nobody reports itself");
        var model = await context.ModelAsync(request.Fid);
        Rule.Require(
            model.Stage is ModelStage.Training or ModelStage.Finished or ModelStage.Halted && request.Iteration >= 1 && request.Iteration <= model.Terms.Iterations,
            ErrorCodes.NothingToReport,
            $"{model.Fid} has no such iteration");
        await RequireFirstAsync(context, request);

        var found = request.Kind switch
        {
            FaultKind.IncorrectGradient => await GradientEvidence.ExamineAsync(context, model, request),
            FaultKind.IncorrectAggregate => await AggregateEvidence.ExamineAsync(context, model, request),
            _ => await ShareEvidence.ExamineAsync(context, model, request),
        };
        return await SettleAsync(context, model, request, found);
    }

    /// <summary>The fault of a proven report is settled; the record of a report that is false costs its fee.</summary>
    private static async Task<ReportRecord> SettleAsync(LedgerContext context, ModelRecord model, ReportMisbehavior request, Examination found)
    {
        var policy = await context.PolicyAsync();
        var payments = new Payments(context);
        var settlement = new FaultSettlement(context, model, payments, new TrainerDrafts(context));
        var standings = (await ClosedRounds.LastAsync(context, model))?.Standings ?? [];

        // Where nothing is left to confiscate there is no reward either, and then the truth costs no fee.
        var unrewarded = found.State == ReportState.Proven && await settlement.ConfiscableAsync(request.Accused, policy) < policy.ReportReward;
        var fee = unrewarded ? 0 : policy.ReportFee;
        payments.Pay(AccountName.Party(context.Caller.PartyId), AccountName.Public, fee, PaymentEvent.ReportFee, request.Fid);
        if (found.State == ReportState.Proven)
        {
            var losesSum = request.Kind == FaultKind.IncorrectShare && await LostSum.IsLostWithoutAsync(context, model, request.Iteration, request.Accused);
            await settlement.AddAsync(new Fault(request.Iteration, request.Kind, request.Accused, context.Caller.PartyId, found.Finding, losesSum));
        }

        await settlement.CommitAsync(standings);
        if (found.State == ReportState.Proven && request.Kind == FaultKind.IncorrectShare) await DropShareAsync(context, request.Fid, request.Iteration, request.Accused);
        if (found.State == ReportState.Challenged) await context.PutAsync(Keys.Challenge(request.Fid, request.Iteration, request.Accused), new ReportReference(context.Tx));
        return await Reports.WriteAsync(context, RecordOf(context, request, policy, fee, found), TransactionNames.Misbehavior.Report);
    }

    /// <summary>A share that is known to be wrong counts no longer among the t that close an iteration; of a closed one it is history.</summary>
    public static async Task DropShareAsync(LedgerContext context, string fid, int iteration, string author)
    {
        if (!await context.ExistsAsync(Keys.Round(fid, iteration))) await context.DeleteAsync(Keys.Share(fid, iteration, author));
    }

    private static ReportRecord RecordOf(LedgerContext context, ReportMisbehavior request, Policy policy, long fee, Examination found) => new(
        ReportId: context.Tx,
        Kind: request.Kind,
        Fid: request.Fid,
        Iteration: request.Iteration,
        Accused: request.Accused,
        Reporter: context.Caller.PartyId,
        Fee: fee,
        State: found.State,
        Finding: found.Finding,
        At: context.Now,
        Deadline: found.State == ReportState.Challenged ? context.Now + (policy.OpeningSeconds * 1000L) : 0);

    private static void RequireReportable(ReportMisbehavior request) =>
        Rule.Require(
            request.Kind is FaultKind.IncorrectGradient or FaultKind.IncorrectAggregate or FaultKind.IncorrectShare,
            ErrorCodes.BadArgument,
            $"{request.Kind} is not reported: the contract finds it by itself, in another transaction");

    private static async Task RequireFirstAsync(LedgerContext context, ReportMisbehavior request) =>
        Rule.Require(
            !await FaultSettlement.IsSettledAsync(context, request.Fid, request.Iteration, request.Kind, request.Accused),
            ErrorCodes.AlreadyReported,
            "this fault has been reported and settled already");
}
