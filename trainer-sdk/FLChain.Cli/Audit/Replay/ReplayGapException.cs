namespace FLChain.Cli.Audit.Replay;

/// <summary>A transaction asked for something that only the peers had at the time: it cannot be executed again.</summary>
internal sealed class ReplayGapException(string reason) : Exception(reason);
