namespace FLChain.TrainerSdk.Training;

/// <summary>
/// Transactions that anyone may make, but one is enough: the first in rank makes it at once, the next a second later if
/// it is still not done, and so on.
/// </summary>
internal sealed class RoundTurns(TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private readonly Dictionary<string, long> _since = new(StringComparer.Ordinal);

    /// <summary>Whether it is this member's turn.</summary>
    /// <param name="what">Which transaction.</param>
    /// <param name="possible">Whether it can be made.</param>
    /// <param name="rank">0 for the first.</param>
    public bool IsMine(string what, bool possible, int rank)
    {
        if (!possible) return false;
        if (!_since.TryGetValue(what, out var since)) _since[what] = since = clock.GetTimestamp();
        return clock.GetElapsedTime(since) >= rank * Patience;
    }
}
