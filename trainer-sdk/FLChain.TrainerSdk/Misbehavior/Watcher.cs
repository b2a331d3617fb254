using System.Collections.Concurrent;
using FLChain.Core;
using FLChain.Core.Errors;
using FLChain.Core.Records;
using FLChain.Core.Requests;
using FLChain.TrainerSdk.Ledger;

namespace FLChain.TrainerSdk.Misbehavior;

/// <summary>
/// Reports what a party has found wrong, each fault until the ledger has decided on it, with the evidence that the contract verifies. Whoever reports
/// first is rewarded; to be second costs nothing. Safe for concurrent use.
/// </summary>
/// <param name="ledger">The ledger, as the party that reports.</param>
/// <param name="reports">False: faults are told to <paramref name="say"/> alone.</param>
/// <param name="say">Hears of each report and of its end: iteration, then words for people.</param>
internal sealed class Watcher(LedgerClient ledger, bool reports, Action<int, string> say)
{
    // The federation has ended, somebody was faster, or there is no money for the fee: training goes on or ends by itself.
    private static readonly string[] NotDue =
    [
        ErrorCodes.AlreadyReported, ErrorCodes.NothingToReport, ErrorCodes.InsufficientFunds, ErrorCodes.WrongStage, ErrorCodes.WrongIteration,
        ErrorCodes.WrongPhase, ErrorCodes.NotMember,
    ];

    private readonly ConcurrentDictionary<(string Fid, FaultKind Kind, int Iteration, string Accused), bool> _seen = new();

    /// <summary>Reports a fault.</summary>
    /// <param name="fid">Model.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="iteration">Iteration, or dealing attempt.</param>
    /// <param name="accused">Who did it.</param>
    /// <param name="opening">What opens the evidence to the contract, where it is sealed.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>What became of the report; null when none was made.</returns>
    public async Task<ReportRecord?> ReportAsync(
        string fid, FaultKind kind, int iteration, string accused, byte[]? opening, CancellationToken cancellationToken)
    {
        var fault = (fid, kind, iteration, accused);
        if (!reports || accused == ledger.PartyId || !_seen.TryAdd(fault, true)) return null;
        var isDecided = false;
        try
        {
            var report = await ledger.SubmitAsync<ReportRecord>(
                TransactionNames.Misbehavior.Contract, TransactionNames.Misbehavior.Report,
                new ReportMisbehavior(kind, fid, iteration, accused, opening), null, cancellationToken);
            isDecided = true;
            say(iteration, $"reported {accused}: {kind}, {report.State}, {report.Finding}");
            return report;
        }
        catch (LedgerException error) when (error.Is(NotDue))
        {
            isDecided = !error.Is(ErrorCodes.InsufficientFunds);
            say(iteration, $"no report of {accused} was needed or possible: {error.Message}");
            return null;
        }
        finally
        {
            // Where the ledger has not decided, whoever sees the fault again reports it again.
            if (!isDecided) _seen.TryRemove(fault, out _);
        }
    }
}
