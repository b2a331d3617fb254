using Microsoft.Extensions.Logging;

namespace FLChain.Fabric.Client;

internal static partial class ClientLog
{
    [LoggerMessage(1101, LogLevel.Warning, "Transaction {TransactionId}: {What}: retry {Attempt} in {Delay}: {Reason}")]
    public static partial void Retrying(ILogger logger, string transactionId, string what, int attempt, TimeSpan delay, string reason);

    [LoggerMessage(1102, LogLevel.Warning, "{What}: the stream was lost, reconnecting in {Delay}: {Reason}")]
    public static partial void Reconnecting(ILogger logger, string what, TimeSpan delay, string reason);

    [LoggerMessage(1103, LogLevel.Warning, "Transaction {TransactionId}: it is not known whether the submit arrived; looking for it in a block. {Reason}")]
    public static partial void SubmitUncertain(ILogger logger, string transactionId, string reason);
}
