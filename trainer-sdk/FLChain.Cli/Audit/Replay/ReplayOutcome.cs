namespace FLChain.Cli.Audit.Replay;

/// <summary>What came of executing a transaction again.</summary>
/// <param name="Differences">Where the block says something else; empty when it says the same.</param>
/// <param name="Gap">Why it could not be executed again; null when it could.</param>
internal sealed record ReplayOutcome(IReadOnlyList<ReplayDifference> Differences, string? Gap = null);
