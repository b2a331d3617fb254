using FLChain.Core;
using FLChain.Core.Errors;
using FLChain.Core.Records;
using FLChain.Core.Requests;
using FLChain.TrainerSdk.Ledger;

namespace FLChain.TrainerSdk.Misbehavior;

/// <summary>
/// Ends what nobody answered, judged or appealed in time, which anyone may: convicts who did not open its challenged share,
/// executes judgments that stand, lets accusations lapse that nobody judged, convicts who opened no seed of a disputed
/// iteration and ends the dispute. Not for concurrent use.
/// </summary>
/// <param name="ledger">The ledger as whoever ends them.</param>
internal sealed class OverdueCases(LedgerClient ledger)
{
    // Deadlines are hours; every event of the ledger asks.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private static readonly string[] EndedBySomebody = [ErrorCodes.NotExpired, ErrorCodes.WrongReportState, ErrorCodes.WrongDisputeState];

    // A federation is halted once, and has one dispute at most: whoever was halted without one gets none.
    private readonly HashSet<string> _undisputed = new(StringComparer.Ordinal);

    private long? _looked;

    /// <summary>Ends what is overdue, unless it was looked for a moment ago.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        if (_looked is { } looked && TimeProvider.System.GetElapsedTime(looked) < Interval) return;
        _looked = TimeProvider.System.GetTimestamp();
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() - await ledger.ClockSkewAsync(cancellationToken);
        foreach (var report in await ledger.ReportsAsync(cancellationToken))
            if (report.State == ReportState.Challenged && now > report.Deadline)
                await EndAsync(TransactionNames.Misbehavior.SettleChallenge, new ReportReference(report.ReportId), cancellationToken);
        foreach (var accusation in await ledger.AccusationsAsync(cancellationToken))
            if (accusation.Deadline > 0 && now > accusation.Deadline)
                await EndAsync(TransactionNames.Misbehavior.SettleJudgment, new ReportReference(accusation.ReportId), cancellationToken);
        await foreach (var model in ledger.AllModelsAsync(cancellationToken))
            if (model.Stage == ModelStage.Halted && !_undisputed.Contains(model.Fid))
                await EndDisputeAsync(model, now, cancellationToken);
    }

    private async Task EndDisputeAsync(ModelRecord model, long now, CancellationToken cancellationToken)
    {
        var dispute = (await ledger.DisputeOfAsync(model, cancellationToken))?.Dispute;
        if (dispute is null or { Deadline: 0 }) _undisputed.Add(model.Fid);
        else if (now > dispute.Deadline)
            await EndAsync(TransactionNames.Misbehavior.ExpireDispute, new RoundReference(model.Fid, dispute.Iteration), cancellationToken);
    }

    private Task<bool> EndAsync(string transaction, object request, CancellationToken cancellationToken) =>
        ledger.SubmitUnlessAsync(EndedBySomebody, TransactionNames.Misbehavior.Contract, transaction, request, null, cancellationToken);
}
