using Microsoft.Extensions.Logging;

namespace FLChain.DevPeer.Chaincodes;

internal static partial class ChaincodeLog
{
    [LoggerMessage(1301, LogLevel.Information, "Chaincode {PackageId} registered from {Address}.")]
    public static partial void Registered(ILogger logger, string packageId, string address);

    [LoggerMessage(1302, LogLevel.Warning, "The stream of chaincode {PackageId} ended: {Reason}")]
    public static partial void StreamEnded(ILogger logger, string packageId, string reason);

    [LoggerMessage(1303, LogLevel.Warning, "Chaincode {PackageId} sent a second request for transaction {TransactionId} before the first was answered; it is dropped.")]
    public static partial void RequestDropped(ILogger logger, string packageId, string transactionId);

    [LoggerMessage(1304, LogLevel.Error, "A state request of transaction {TransactionId} failed.")]
    public static partial void RequestFailed(ILogger logger, string transactionId, Exception exception);
}
