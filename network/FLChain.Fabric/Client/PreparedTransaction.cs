using System.Security.Cryptography;
using FLChain.Fabric.Blocks;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.Fabric.Client;

/// <summary>
/// An endorsed transaction, before it is submitted. Signed by the gateway's signer when it is used, or elsewhere: sign
/// <see cref="Digest"/> and hand the signature to <see cref="WithSignature"/>. Immutable.
/// </summary>
public sealed class PreparedTransaction
{
    // The orderer's own limit is far below; this only bounds what is read.
    private static readonly EnvelopeLimits Limits = new() { MaxBytes = 100 * 1024 * 1024 };

    private readonly GatewayConnection _connection;
    private readonly SubmitRequest _request;
    private readonly GatewayTimeouts _timeouts;
    private readonly GatewayRetry _retry;

    private PreparedTransaction(
        GatewayConnection connection, SubmitRequest request, byte[] result, GatewayTimeouts timeouts, GatewayRetry retry)
    {
        _connection = connection;
        _request = request;
        _timeouts = timeouts;
        _retry = retry;
        Result = result;
    }

    /// <summary>The transaction's id.</summary>
    public string TransactionId => _request.TransactionId;

    /// <summary>The channel.</summary>
    public string ChannelId => _request.ChannelId;

    /// <summary>What the chaincode answered. Holds only if the transaction takes effect.</summary>
    public byte[] Result { get; }

    /// <summary>Everything needed to take this up elsewhere with <see cref="FabricGateway.NewSignedTransaction"/>.</summary>
    public byte[] Bytes => _request.ToByteArray();

    /// <summary>What must be signed: SHA-256, 32 bytes.</summary>
    public byte[] Digest => SHA256.HashData(Message.Span);

    private ByteString Message => _request.PreparedTransaction.Payload;

    /// <summary>The same transaction with a signature made elsewhere.</summary>
    /// <param name="signature">DER ECDSA P-256 over <see cref="Digest"/>; brought to low-S if it is not.</param>
    /// <exception cref="ArgumentException">Not this identity's signature.</exception>
    public PreparedTransaction WithSignature(ReadOnlySpan<byte> signature)
    {
        var request = _request.Clone();
        request.PreparedTransaction.Signature = _connection.Accept(signature, Message.Span);
        return new PreparedTransaction(_connection, request, Result, _timeouts, _retry);
    }

    /// <summary>
    /// Hands the transaction to the orderer. Where it is not known whether an attempt arrived, its commit status is
    /// asked for, and only when there is none the very same transaction is sent again: peers accept a transaction id
    /// once only. Without a signer in the gateway the status cannot be asked for, and such an attempt is the last one.
    /// </summary>
    /// <exception cref="SubmitException">It was not submitted, or that is not known.</exception>
    /// <exception cref="InvalidOperationException">Not signed, and the gateway has no signer.</exception>
    public Task<SubmittedTransaction> SubmitAsync(CancellationToken cancellationToken = default)
    {
        var request = _request.Clone();
        if (request.PreparedTransaction.Signature.IsEmpty)
            request.PreparedTransaction.Signature = _connection.Sign(Message.Span);
        return new SubmitAttempts(_connection, request, Result, _timeouts, _retry).RunAsync(cancellationToken);
    }

    /// <summary>Takes up what the gateway prepared, after checking that it is this proposal's: the caller is about to sign it.</summary>
    internal static PreparedTransaction FromEndorsement(
        GatewayConnection connection, EndorseRequest proposal, EndorseResponse response, GatewayTimeouts timeouts, GatewayRetry retry)
    {
        var request = new SubmitRequest
        {
            TransactionId = proposal.TransactionId,
            ChannelId = proposal.ChannelId,
            PreparedTransaction = new Envelope { Payload = response.PreparedTransaction?.Payload ?? ByteString.Empty },
        };
        var parsed = Parse(request.PreparedTransaction);
        if (!parsed.IsValid)
            throw new GrpcException(GrpcStatusCode.DataLoss, $"The gateway prepared a malformed transaction: {parsed.Reason}");
        var expected = ProposalBuilder.Hash(Protos.Proposal.Parser.ParseFrom(proposal.ProposedTransaction.ProposalBytes));
        if (parsed.Transaction.Action is not { } action || !action.ProposalHash.Span.SequenceEqual(expected))
            throw new GrpcException(GrpcStatusCode.DataLoss, "The gateway prepared a transaction for another proposal.");
        return new PreparedTransaction(connection, request, action.Response.Payload.ToByteArray(), timeouts, retry);
    }

    internal static PreparedTransaction FromBytes(GatewayConnection connection, ReadOnlySpan<byte> bytes)
    {
        try
        {
            var request = SubmitRequest.Parser.ParseFrom(bytes);
            if (request.PreparedTransaction is { } envelope
                && Parse(envelope).Transaction is { Action: { } action } transaction
                && transaction.TransactionId == request.TransactionId
                && transaction.ChannelId == request.ChannelId
                && transaction.SignatureHeader.Creator.Equals(connection.Identity.Serialized))
            {
                var options = connection.Options;
                return new PreparedTransaction(connection, request, action.Response.Payload.ToByteArray(), options.Timeouts, options.Retry);
            }
        }
        catch (InvalidProtocolBufferException)
        {
            // told below
        }
        throw new ArgumentException("The bytes are no transaction of this identity.", nameof(bytes));
    }

    private static EnvelopeParseResult Parse(Envelope envelope) => TransactionEnvelope.Parse(envelope.ToByteArray(), Limits);
}
