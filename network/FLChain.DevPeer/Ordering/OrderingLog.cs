using Microsoft.Extensions.Logging;

namespace FLChain.DevPeer.Ordering;

internal static partial class OrderingLog
{
    [LoggerMessage(1201, LogLevel.Debug, "Block {Number} committed: {Valid} of {Total} transactions valid, {Milliseconds:0.0} ms.")]
    public static partial void BlockCommitted(ILogger logger, ulong number, int valid, int total, double milliseconds);

    [LoggerMessage(1202, LogLevel.Information, "Block {Number} holds a new configuration, sequence {Sequence}.")]
    public static partial void ConfigurationChanged(ILogger logger, ulong number, ulong sequence);

    [LoggerMessage(1203, LogLevel.Critical, "Block {Number} could not be committed. The peer takes no more transactions.")]
    public static partial void CommitFailed(ILogger logger, ulong number, Exception exception);
}
