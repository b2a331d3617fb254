namespace FLChain.Gateway.Index;

internal static partial class IndexLog
{
    [LoggerMessage(2001, LogLevel.Warning, "The stream of blocks was lost at {Blocks} blocks: {Reason}")]
    public static partial void StreamLost(ILogger logger, ulong blocks, string reason);

    [LoggerMessage(2002, LogLevel.Error, "The ledger cannot be followed: {Reason}")]
    public static partial void ChainBroken(ILogger logger, string reason);
}
