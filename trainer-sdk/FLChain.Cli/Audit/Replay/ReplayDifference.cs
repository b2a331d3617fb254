namespace FLChain.Cli.Audit.Replay;

/// <summary>One thing in which a block and the contracts disagree.</summary>
/// <param name="Key">The key concerned; null when it is none.</param>
/// <param name="Expected">What the contracts do.</param>
/// <param name="Found">What the block says.</param>
internal sealed record ReplayDifference(string? Key, string Expected, string Found);
