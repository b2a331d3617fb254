using Microsoft.Extensions.Logging;

namespace FLChain.Fabric.Shim;

/// <summary>What the chaincode service logs. Names and texts that a peer sent pass through <see cref="Shown"/> first.</summary>
internal static partial class ShimLog
{
    private const int LongestShown = 200;

    /// <summary>Foreign text on one line and of bounded length, so that it cannot pass for other log entries.</summary>
    public static string Shown(string text)
    {
        string cut = text.Length > LongestShown ? text[..LongestShown] + "…" : text;
        return cut.Any(char.IsControl) ? new string([.. cut.Select(c => char.IsControl(c) ? '?' : c)]) : cut;
    }

    [LoggerMessage(2001, LogLevel.Information, "Chaincode {PackageId} listens on {Address}.")]
    public static partial void Listening(ILogger logger, string packageId, string address);

    [LoggerMessage(2002, LogLevel.Information, "Peer {Peer} has connected.")]
    public static partial void PeerConnected(ILogger logger, string peer);

    [LoggerMessage(2003, LogLevel.Information, "Peer {Peer} registered the chaincode and is ready.")]
    public static partial void PeerReady(ILogger logger, string peer);

    [LoggerMessage(2004, LogLevel.Information, "Peer {Peer} has gone; {Running} of its transactions were under way.")]
    public static partial void PeerGone(ILogger logger, string peer, int running);

    [LoggerMessage(2005, LogLevel.Error, "Peer {Peer} refused the chaincode: {Reason}")]
    public static partial void RegistrationRefused(ILogger logger, string peer, string reason);

    [LoggerMessage(2006, LogLevel.Error, "The stream of peer {Peer} is closed: {Violation}.")]
    public static partial void ProtocolViolated(ILogger logger, string peer, string violation);

    [LoggerMessage(2007, LogLevel.Warning, "Peer {Peer} sent a {Type} that nobody waits for, transaction {TransactionId}; it is ignored.")]
    public static partial void AnswerIgnored(ILogger logger, string peer, string type, string transactionId);

    [LoggerMessage(2008, LogLevel.Warning, "Peer {Peer} started transaction {TransactionId} while it was running; the second start is ignored.")]
    public static partial void DuplicateIgnored(ILogger logger, string peer, string transactionId);

    [LoggerMessage(2009, LogLevel.Warning, "Transaction {TransactionId} of peer {Peer} cannot be run: {Fault}.")]
    public static partial void InvocationMalformed(ILogger logger, string transactionId, string peer, string fault);

    [LoggerMessage(2010, LogLevel.Warning, "Transaction {TransactionId} is refused: {Reason}.")]
    public static partial void TransactionRefused(ILogger logger, string transactionId, string reason);

    [LoggerMessage(2011, LogLevel.Error, "Transaction {TransactionId} failed unexpectedly.")]
    public static partial void TransactionFailed(ILogger logger, string transactionId, Exception exception);

    [LoggerMessage(2012, LogLevel.Warning, "Transaction {TransactionId} failed: {Reason}; the peer said: {PeerMessage}")]
    public static partial void StateRequestFailed(ILogger logger, string transactionId, string reason, string peerMessage);

    [LoggerMessage(2013, LogLevel.Information, "Transaction {TransactionId} is given up: nobody waits for its result.")]
    public static partial void TransactionAbandoned(ILogger logger, string transactionId);

    [LoggerMessage(2014, LogLevel.Warning, "A query of transaction {TransactionId} could not be closed: {Reason}")]
    public static partial void QueryNotClosed(ILogger logger, string transactionId, string reason);

    [LoggerMessage(2015, LogLevel.Warning, "{Running} transactions of peer {Peer} did not end within the grace period and are given up.")]
    public static partial void GraceExceeded(ILogger logger, int running, string peer);

    [LoggerMessage(2016, LogLevel.Debug, "A message to peer {Peer} could not be written.")]
    public static partial void WriteFailed(ILogger logger, string peer, Exception exception);

    [LoggerMessage(EventId = 2017, Message = "Transaction {TransactionId} ended after {Milliseconds} ms: {Outcome}.")]
    public static partial void TransactionEnded(ILogger logger, LogLevel level, string transactionId, string outcome, double milliseconds);

    [LoggerMessage(2018, LogLevel.Information, "Health is told on {Address}.")]
    public static partial void HealthListening(ILogger logger, string address);
}
