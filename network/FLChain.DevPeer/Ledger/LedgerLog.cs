using Microsoft.Extensions.Logging;

namespace FLChain.DevPeer.Ledger;

internal static partial class LedgerLog
{
    [LoggerMessage(1001, LogLevel.Debug, "The write-ahead log of {Bytes} bytes could not be folded yet: snapshots are open.")]
    public static partial void CheckpointPostponed(ILogger logger, long bytes);
}
