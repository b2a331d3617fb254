using FLChain.Core;
using FLChain.Core.Answers;
using FLChain.Core.Errors;
using FLChain.TrainerSdk.Ledger;

namespace FLChain.TrainerSdk.Training;

/// <summary>
/// Makes the transactions of one iteration. The ledger takes each while it is due, once; a peer that lags behind the one
/// that this member looks at refuses what is due already, and is asked again.
/// </summary>
internal sealed class RoundSubmitter(FederationSession session, RoundWatch watch)
{
    // How a refusal sounds that may be a lagging peer's.
    private static readonly string[] Early = [ErrorCodes.WrongPhase, ErrorCodes.WrongIteration, ErrorCodes.TooFewShares];

    /// <summary>For what is made again while the iteration is waited for, which has other things to look after meanwhile. Peers commit a block within milliseconds of each other.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <summary>Submits and waits for the commit.</summary>
    /// <param name="transaction">Of the training contract.</param>
    /// <param name="request">Its argument.</param>
    /// <param name="payload">What travels along; null for nothing.</param>
    /// <param name="isDue">Whether the iteration, as this member sees it, still waits for this.</param>
    /// <param name="patience">How long it is made again at most.</param>
    /// <param name="others">Codes with which the ledger refuses what somebody did before, or what is no longer due, besides those of phase and iteration.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <param name="ordered">Called when it is ordered, while its commit is awaited.</param>
    /// <returns>False when the ledger refuses: the iteration was looked at since.</returns>
    public async Task<bool> SubmitAsync(
        string transaction,
        object request,
        ReadOnlyMemory<byte>? payload,
        Func<RoundState, bool> isDue,
        TimeSpan patience,
        string[] others,
        CancellationToken cancellationToken,
        Action? ordered = null)
    {
        string[] refusals = [ErrorCodes.AlreadySubmitted, .. Early, .. others];
        var began = session.Clock.GetTimestamp();
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                await session.Ledger.SubmitAsync(TransactionNames.Training.Contract, transaction, request, payload, cancellationToken, ordered);
                return true;
            }
            catch (LedgerException refused) when (refused.Is(refusals))
            {
                await watch.GlanceAsync(cancellationToken);
                if (!refused.Is(Early) || !isDue(watch.State) || session.Clock.GetElapsedTime(began) > patience) return false;
            }

            await Task.Delay(pause, session.Clock, cancellationToken);
        }
    }
}
