using System.Security.Cryptography;
using FLChain.Fabric.Blocks;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.Fabric.Client;

/// <summary>
/// A request for a transaction, before anybody has endorsed it. Signed by the gateway's signer when it is used, or
/// elsewhere: sign <see cref="Digest"/> and hand the signature to <see cref="WithSignature"/>. Immutable.
/// </summary>
public sealed class Proposal
{
    private readonly GatewayConnection _connection;
    private readonly EndorseRequest _request;
    private readonly ProposalOptions _options;

    private Proposal(GatewayConnection connection, EndorseRequest request, ProposalOptions options)
    {
        _connection = connection;
        _request = request;
        _options = options;
    }

    /// <summary>The id of the transaction that comes of this, 64 characters of lower-case hex.</summary>
    public string TransactionId => _request.TransactionId;

    /// <summary>The channel.</summary>
    public string ChannelId => _request.ChannelId;

    /// <summary>Everything needed to take this up elsewhere with <see cref="FabricGateway.NewSignedProposal"/>. Holds the transient data in the clear.</summary>
    public byte[] Bytes => _request.ToByteArray();

    /// <summary>What must be signed: SHA-256, 32 bytes.</summary>
    public byte[] Digest => SHA256.HashData(Message.Span);

    private ByteString Message => _request.ProposedTransaction.ProposalBytes;

    private GatewayTimeouts Timeouts => _options.Timeouts ?? _connection.Options.Timeouts;

    private GatewayRetry Retry => (_options as SubmitOptions)?.Retry ?? _connection.Options.Retry;

    /// <summary>The same proposal with a signature made elsewhere.</summary>
    /// <param name="signature">DER ECDSA P-256 over <see cref="Digest"/>; brought to low-S if it is not.</param>
    /// <exception cref="ArgumentException">Not this identity's signature.</exception>
    public Proposal WithSignature(ReadOnlySpan<byte> signature)
    {
        var request = _request.Clone();
        request.ProposedTransaction.Signature = _connection.Accept(signature, Message.Span);
        return new Proposal(_connection, request, _options);
    }

    /// <summary>Has the proposal endorsed by as many organizations as the policy needs.</summary>
    /// <exception cref="EndorseException">It was not endorsed, or the answer is not an endorsement of this proposal.</exception>
    /// <exception cref="InvalidOperationException">Not signed, and the gateway has no signer.</exception>
    public async Task<PreparedTransaction> EndorseAsync(CancellationToken cancellationToken = default)
    {
        var request = Signed();
        var organizations = _options.EndorsingOrganizations ?? _connection.Options.EndorsingOrganizations;
        if (request.EndorsingOrganizations.Count == 0)
            request.EndorsingOrganizations.AddRange(organizations);
        try
        {
            var response = await ClientStage.RunAsync(
                "endorse",
                request.ChannelId,
                TransactionId,
                () => _connection.CallAsync(GatewayService.Endorse, request, TransactionId, Timeouts.Endorse, Retry, cancellationToken)).ConfigureAwait(false);
            return PreparedTransaction.FromEndorsement(_connection, request, response, Timeouts, Retry);
        }
        catch (GrpcException failure)
        {
            throw new EndorseException(TransactionId, failure);
        }
    }

    /// <summary>Runs the proposal on one peer and gives its result; nothing is written.</summary>
    /// <exception cref="EvaluateException">It failed.</exception>
    /// <exception cref="InvalidOperationException">Not signed, and the gateway has no signer.</exception>
    public async Task<byte[]> EvaluateAsync(CancellationToken cancellationToken = default)
    {
        var signed = Signed();
        var request = new EvaluateRequest { TransactionId = TransactionId, ChannelId = ChannelId, ProposedTransaction = signed.ProposedTransaction };
        request.TargetOrganizations.AddRange(_options.EndorsingOrganizations ?? signed.EndorsingOrganizations);
        try
        {
            var response = await ClientStage.RunAsync(
                "evaluate",
                request.ChannelId,
                TransactionId,
                () => _connection.CallAsync(GatewayService.Evaluate, request, TransactionId, Timeouts.Evaluate, Retry, cancellationToken)).ConfigureAwait(false);
            return response.Result?.Payload.ToByteArray() ?? [];
        }
        catch (GrpcException failure)
        {
            throw new EvaluateException(TransactionId, failure);
        }
    }

    internal static Proposal Create(
        GatewayConnection connection,
        string channelId,
        string chaincode,
        string function,
        IReadOnlyList<ReadOnlyMemory<byte>> arguments,
        ProposalOptions options)
    {
        var (proposal, transactionId) = ProposalBuilder.NewProposal(connection, channelId, chaincode, function, arguments, options);
        var request = new EndorseRequest
        {
            TransactionId = transactionId,
            ChannelId = channelId,
            ProposedTransaction = new SignedProposal { ProposalBytes = proposal.ToByteString() },
        };
        request.EndorsingOrganizations.AddRange(options.EndorsingOrganizations ?? []);
        return new Proposal(connection, request, options);
    }

    internal static Proposal FromBytes(GatewayConnection connection, ReadOnlySpan<byte> bytes)
    {
        try
        {
            var request = EndorseRequest.Parser.ParseFrom(bytes);
            var header = Header.Parser.ParseFrom(Protos.Proposal.Parser.ParseFrom(request.ProposedTransaction?.ProposalBytes ?? ByteString.Empty).Header);
            var channelHeader = ChannelHeader.Parser.ParseFrom(header.ChannelHeader);
            var signatureHeader = SignatureHeader.Parser.ParseFrom(header.SignatureHeader);
            if (request.ProposedTransaction is not null
                && signatureHeader.Creator.Equals(connection.Identity.Serialized)
                && channelHeader.TxId == request.TransactionId
                && channelHeader.ChannelId == request.ChannelId
                && ProposalHashing.TransactionId(signatureHeader.Nonce.Span, signatureHeader.Creator.Span) == request.TransactionId)
                return new Proposal(connection, request, new ProposalOptions());
        }
        catch (InvalidProtocolBufferException)
        {
            // told below
        }
        throw new ArgumentException("The bytes are no proposal of this identity.", nameof(bytes));
    }

    private EndorseRequest Signed()
    {
        var request = _request.Clone();
        if (request.ProposedTransaction.Signature.IsEmpty)
            request.ProposedTransaction.Signature = _connection.Sign(Message.Span);
        return request;
    }
}
