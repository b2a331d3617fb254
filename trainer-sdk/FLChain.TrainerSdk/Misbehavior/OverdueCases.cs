using FLChain.Core;
using FLChain.Core.Errors;
using FLChain.Core.Records;
using FLChain.Core.Requests;
using FLChain.TrainerSdk.Ledger;

namespace FLChain.TrainerSdk.Misbehavior;

/// <summary>
/// Ends what nobody answered, judged or appealed in time, which anyone may: convicts who did not open its challenged share,
/// executes judgments that stand, lets accusations lapse that nobody judged. Not for concurrent use.
/// </summary>
/// <param name="ledger">The ledger as whoever ends them.</param>
internal sealed class OverdueCases(LedgerClient ledger)
{
    // Deadlines are hours; every event of the ledger asks.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private static readonly string[] EndedBySomebody = [ErrorCodes.NotExpired, ErrorCodes.WrongReportState];

    private long? _looked;

    /// <summary>Ends what is overdue, unless it was looked for a moment ago.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        if (_looked is { } looked && TimeProvider.System.GetElapsedTime(looked) < Interval) return;
        _looked = TimeProvider.System.GetTimestamp();
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() - await ledger.ClockSkewAsync(cancellationToken);
        foreach (var report in await ledger.ReportsAsync(cancellationToken))
            if (report.State == ReportState.Challenged && now > report.Deadline)
                await EndAsync(TransactionNames.Misbehavior.SettleChallenge, report.ReportId, cancellationToken);
        foreach (var accusation in await ledger.AccusationsAsync(cancellationToken))
            if (accusation.Deadline > 0 && now > accusation.Deadline)
                await EndAsync(TransactionNames.Misbehavior.SettleJudgment, accusation.ReportId, cancellationToken);
    }

    private Task<bool> EndAsync(string transaction, string reportId, CancellationToken cancellationToken) => ledger.SubmitUnlessAsync(
        EndedBySomebody, TransactionNames.Misbehavior.Contract, transaction, new ReportReference(reportId), null, cancellationToken);
}
