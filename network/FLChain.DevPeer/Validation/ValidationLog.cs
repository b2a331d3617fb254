using Microsoft.Extensions.Logging;

namespace FLChain.DevPeer.Validation;

internal static partial class ValidationLog
{
    [LoggerMessage(1101, LogLevel.Warning, "Transaction {TransactionId} wrote to collection {Chaincode}/{Collection}, but its private writes are not here.")]
    public static partial void PrivateDataMissing(ILogger logger, string transactionId, string chaincode, string collection);
}
