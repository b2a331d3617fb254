using FLChain.Core.Ledger;
using FLChain.Core.Records;

namespace FLChain.Core.Answers;

/// <summary>Everything the ledger has of one iteration.</summary>
/// <param name="Iteration">Iteration.</param>
/// <param name="Phase">Phase it is in: <c>gradient</c>, <c>aggregate</c>, <c>share</c>, or <c>closed</c>.</param>
/// <param name="PhaseSince">When the phase began, Unix milliseconds.</param>
/// <param name="Active">Members that it waits for: the active ones that were not expelled since it began.</param>
/// <param name="Gradients">Masked gradients.</param>
/// <param name="Contributors">The fixed set, once it stands.</param>
/// <param name="Aggregates">Aggregates.</param>
/// <param name="Leader">Leader, once drawn.</param>
/// <param name="Shares">Unmasking shares.</param>
/// <param name="Closed">The closed iteration, once closed.</param>
public sealed record RoundState(
    int Iteration,
    string Phase,
    long PhaseSince,
    IReadOnlyList<string> Active,
    IReadOnlyList<GradientEntry> Gradients,
    IReadOnlyList<string>? Contributors,
    IReadOnlyList<AggregateEntry> Aggregates,
    LeaderEntry? Leader,
    IReadOnlyList<ShareEntry> Shares,
    RoundRecord? Closed)
{
    /// <summary>An iteration of which nothing has happened yet.</summary>
    /// <param name="previous">The iteration before, which has closed.</param>
    public static RoundState Begun(RoundRecord previous)
    {
        ArgumentNullException.ThrowIfNull(previous);
        return new RoundState(previous.Iteration + 1, Phases.Gradient, previous.ClosedAt, previous.Active, [], null, [], null, [], null);
    }
}
