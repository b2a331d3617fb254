using System.Security.Cryptography;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.Fabric.Client;

/// <summary>
/// A transaction that the orderer has, before its verdict is known. The question for the verdict is signed by the
/// gateway's signer, or elsewhere: sign <see cref="Digest"/> and hand the signature to <see cref="WithSignature"/>. Immutable.
/// </summary>
public sealed class SubmittedTransaction
{
    private readonly GatewayConnection _connection;
    private readonly SignedCommitStatusRequest _request;
    private readonly CommitStatusRequest _question;
    private readonly GatewayTimeouts _timeouts;
    private readonly GatewayRetry _retry;
    private readonly CommitStatus? _known;

    private SubmittedTransaction(
        GatewayConnection connection,
        SignedCommitStatusRequest request,
        CommitStatusRequest question,
        byte[] result,
        GatewayTimeouts timeouts,
        GatewayRetry retry,
        CommitStatus? known)
    {
        _connection = connection;
        _request = request;
        _question = question;
        _timeouts = timeouts;
        _retry = retry;
        _known = known;
        Result = result;
    }

    /// <summary>The transaction's id.</summary>
    public string TransactionId => _question.TransactionId;

    /// <summary>What the chaincode answered, empty where the transaction was taken up by its id. Holds only if the transaction takes effect.</summary>
    public byte[] Result { get; }

    /// <summary>Everything needed to ask elsewhere with <see cref="FabricGateway.NewSignedCommit"/>.</summary>
    public byte[] Bytes => _request.ToByteArray();

    /// <summary>What must be signed: SHA-256, 32 bytes.</summary>
    public byte[] Digest => SHA256.HashData(_request.Request.Span);

    /// <summary>The same question with a signature made elsewhere.</summary>
    /// <param name="signature">DER ECDSA P-256 over <see cref="Digest"/>; brought to low-S if it is not.</param>
    /// <exception cref="ArgumentException">Not this identity's signature.</exception>
    public SubmittedTransaction WithSignature(ReadOnlySpan<byte> signature)
    {
        var request = _request.Clone();
        request.Signature = _connection.Accept(signature, _request.Request.Span);
        return new SubmittedTransaction(_connection, request, _question, Result, _timeouts, _retry, _known);
    }

    /// <summary>Waits until the transaction stands in a block and tells the verdict.</summary>
    /// <exception cref="CommitStatusException">There is no verdict in time, or the peer refuses to tell.</exception>
    /// <exception cref="InvalidOperationException">Not signed, and the gateway has no signer.</exception>
    public async Task<CommitStatus> GetStatusAsync(CancellationToken cancellationToken = default)
    {
        if (_known is not null)
            return _known;
        var request = _request.Clone();
        if (request.Signature.IsEmpty)
            request.Signature = _connection.Sign(request.Request.Span);
        try
        {
            var response = await ClientStage.RunAsync(
                "commit_status",
                _question.ChannelId,
                TransactionId,
                () => _connection.CallAsync(GatewayService.CommitStatus, request, TransactionId, _timeouts.Commit, _retry, cancellationToken)).ConfigureAwait(false);
            return new CommitStatus(TransactionId, response.Result, response.BlockNumber);
        }
        catch (GrpcException failure)
        {
            throw new CommitStatusException(TransactionId, failure);
        }
    }

    internal static SubmittedTransaction AfterSubmit(
        GatewayConnection connection, SubmitRequest submitted, byte[] result, GatewayTimeouts timeouts, GatewayRetry retry, CommitStatus? known)
    {
        var question = Question(connection, submitted.ChannelId, submitted.TransactionId);
        return new SubmittedTransaction(connection, Unsigned(question), question, result, timeouts, retry, known);
    }

    internal static SubmittedTransaction ForTransaction(
        GatewayConnection connection, string channelId, string transactionId, GatewayTimeouts timeouts)
    {
        var question = Question(connection, channelId, transactionId);
        return new SubmittedTransaction(connection, Unsigned(question), question, [], timeouts, connection.Options.Retry, null);
    }

    internal static SubmittedTransaction FromBytes(GatewayConnection connection, ReadOnlySpan<byte> bytes)
    {
        try
        {
            var request = SignedCommitStatusRequest.Parser.ParseFrom(bytes);
            var question = CommitStatusRequest.Parser.ParseFrom(request.Request);
            if (question.TransactionId.Length > 0 && question.Identity.Equals(connection.Identity.Serialized))
            {
                var options = connection.Options;
                return new SubmittedTransaction(connection, request, question, [], options.Timeouts, options.Retry, null);
            }
        }
        catch (InvalidProtocolBufferException)
        {
            // told below
        }
        throw new ArgumentException("The bytes are no question for a commit status by this identity.", nameof(bytes));
    }

    private static CommitStatusRequest Question(GatewayConnection connection, string channelId, string transactionId)
        => new() { TransactionId = transactionId, ChannelId = channelId, Identity = connection.Identity.Serialized };

    private static SignedCommitStatusRequest Unsigned(CommitStatusRequest question) => new() { Request = question.ToByteString() };
}
