using System.Security.Cryptography;
using FLChain.DevPeer.Services;
using FLChain.Fabric.Blocks;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Identities;
using FLChain.Fabric.Protos;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using GatewayService = FLChain.Fabric.Client.GatewayService;

namespace FLChain.DevPeer.Tests.Network;

/// <summary>A client that makes each message by hand, so that tests can spoil any of them.</summary>
internal sealed class TestClient(GrpcChannel channel, SigningIdentity identity, string channelId, string chaincode)
{
    private static readonly GrpcCallOptions Patience = new() { Deadline = TimeSpan.FromSeconds(20) };

    public SigningIdentity Identity => identity;

    public GrpcChannel Channel => channel;

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A signed proposal and its transaction id.</summary>
    public (SignedProposal Signed, string TransactionId) Propose(
        IReadOnlyList<string> arguments, IReadOnlyDictionary<string, byte[]>? transient = null, Action<ChannelHeader>? spoil = null)
    {
        var nonce = RandomNumberGenerator.GetBytes(24);
        var creator = identity.Identity.Serialized;
        var transactionId = ProposalHashing.TransactionId(nonce, creator.Span);
        var channelHeader = new ChannelHeader
        {
            Type = (int)HeaderType.EndorserTransaction,
            Timestamp = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow),
            ChannelId = channelId,
            TxId = transactionId,
            Extension = new ChaincodeHeaderExtension { ChaincodeId = new ChaincodeID { Name = chaincode } }.ToByteString(),
        };
        spoil?.Invoke(channelHeader);
        var input = new ChaincodeInput();
        input.Args.AddRange(arguments.Select(ByteString.CopyFromUtf8));
        var spec = new ChaincodeInvocationSpec
        {
            ChaincodeSpec = new ChaincodeSpec { ChaincodeId = new ChaincodeID { Name = chaincode }, Input = input },
        };
        var payload = new ChaincodeProposalPayload { Input = spec.ToByteString() };
        foreach (var (name, value) in transient ?? new Dictionary<string, byte[]>())
            payload.TransientMap[name] = ByteString.CopyFrom(value);
        var header = new Header
        {
            ChannelHeader = channelHeader.ToByteString(),
            SignatureHeader = new SignatureHeader { Creator = creator, Nonce = ByteString.CopyFrom(nonce) }.ToByteString(),
        };
        return (Sign(new Proposal { Header = header.ToByteString(), Payload = payload.ToByteString() }), transactionId);
    }

    public static ChaincodeActionPayload ActionOf(Envelope envelope) =>
        ChaincodeActionPayload.Parser.ParseFrom(
            Transaction.Parser.ParseFrom(Payload.Parser.ParseFrom(envelope.Payload).Data).Actions[0].Payload);

    public static IEnumerable<string> EndorsersOf(Envelope envelope) =>
        ActionOf(envelope).Action.Endorsements.Select(each => SerializedIdentity.Parser.ParseFrom(each.Endorser).Mspid);

    public SignedProposal Sign(Proposal proposal)
    {
        var bytes = proposal.ToByteString();
        return new SignedProposal { ProposalBytes = bytes, Signature = SignatureOver(bytes) };
    }

    public ByteString SignatureOver(ByteString bytes) => ByteString.CopyFrom(identity.Sign(bytes.Span));

    public async Task<Envelope> EndorseAsync(SignedProposal proposal, params string[] mspIds)
    {
        var request = new EndorseRequest { ChannelId = channelId, ProposedTransaction = proposal };
        request.EndorsingOrganizations.AddRange(mspIds);
        var prepared = (await channel.UnaryAsync(GatewayService.Endorse, request, Patience, Token)).PreparedTransaction;
        prepared.Signature = SignatureOver(prepared.Payload);
        return prepared;
    }

    public Task SubmitAsync(Envelope envelope) =>
        channel.UnaryAsync(GatewayService.Submit, new SubmitRequest { ChannelId = channelId, PreparedTransaction = envelope }, Patience, Token);

    public Task<CommitStatusResponse> StatusAsync(string transactionId)
    {
        var request = new CommitStatusRequest
        {
            ChannelId = channelId,
            TransactionId = transactionId,
            Identity = identity.Identity.Serialized,
        }.ToByteString();
        return channel.UnaryAsync(
            GatewayService.CommitStatus, new SignedCommitStatusRequest { Request = request, Signature = SignatureOver(request) }, Patience, Token);
    }

    public async Task<CommitStatusResponse> SubmitAsync(Envelope envelope, string transactionId)
    {
        await SubmitAsync(envelope);
        return await StatusAsync(transactionId);
    }

    /// <summary>The whole flow; fails unless the transaction is valid. Returns its block.</summary>
    public async Task<ulong> InvokeAsync(params string[] arguments) => (await CommitAsync(arguments)).BlockNumber;

    public async Task<(string TransactionId, ulong BlockNumber)> CommitAsync(params string[] arguments)
    {
        var (proposal, transactionId) = Propose(arguments);
        var status = await SubmitAsync(await EndorseAsync(proposal), transactionId);
        Assert.Equal(TxValidationCode.Valid, status.Result);
        return (transactionId, status.BlockNumber);
    }

    public async Task<ulong> InvokePrivateAsync(string value, params string[] arguments)
    {
        var (proposal, transactionId) = Propose(arguments, new Dictionary<string, byte[]> { ["value"] = System.Text.Encoding.UTF8.GetBytes(value) });
        var status = await SubmitAsync(await EndorseAsync(proposal), transactionId);
        Assert.Equal(TxValidationCode.Valid, status.Result);
        return status.BlockNumber;
    }

    public async Task<string> EvaluateAsync(params string[] arguments) =>
        (await EvaluateAsync(Propose(arguments).Signed)).Payload.ToStringUtf8();

    public async Task<Response> EvaluateAsync(SignedProposal proposal, params string[] mspIds)
    {
        var request = new EvaluateRequest { ChannelId = channelId, ProposedTransaction = proposal };
        request.TargetOrganizations.AddRange(mspIds);
        return (await channel.UnaryAsync(GatewayService.Evaluate, request, Patience, Token)).Result;
    }

    public IAsyncEnumerable<ChaincodeEventsResponse> EventsAsync(SeekPosition? start, string after = "")
    {
        var request = new ChaincodeEventsRequest
        {
            ChannelId = channelId,
            ChaincodeId = chaincode,
            Identity = identity.Identity.Serialized,
            StartPosition = start,
            AfterTransactionId = after,
        }.ToByteString();
        var signed = new SignedChaincodeEventsRequest { Request = request, Signature = SignatureOver(request) };
        return channel.ServerStreamingAsync(GatewayService.ChaincodeEvents, signed, Patience, Token);
    }

    public Envelope SeekEnvelope(SeekInfo seek, DateTimeOffset? time = null)
    {
        var payload = new Payload
        {
            Header = new Header
            {
                ChannelHeader = new ChannelHeader
                {
                    Type = (int)HeaderType.DeliverSeekInfo,
                    ChannelId = channelId,
                    Timestamp = Timestamp.FromDateTimeOffset(time ?? DateTimeOffset.UtcNow),
                }.ToByteString(),
                SignatureHeader = new SignatureHeader
                {
                    Creator = identity.Identity.Serialized,
                    Nonce = ByteString.CopyFrom(RandomNumberGenerator.GetBytes(24)),
                }.ToByteString(),
            },
            Data = seek.ToByteString(),
        }.ToByteString();
        return new Envelope { Payload = payload, Signature = SignatureOver(payload) };
    }

    /// <summary>The answers to one request, up to and with the status.</summary>
    public async Task<(IReadOnlyList<Block> Blocks, Status Status)> DeliverAsync(Envelope request)
    {
        await using var call = channel.Duplex(Fabric.Client.DeliverService.Deliver, Patience, Token);
        await call.WriteAsync(request, Token);
        var blocks = new List<Block>();
        await foreach (var response in call.ReadAllAsync(Token))
        {
            if (response.TypeCase == DeliverResponse.TypeOneofCase.Status)
                return (blocks, response.Status);
            blocks.Add(response.Block);
        }
        throw new InvalidOperationException("The stream ended without a status.");
    }

    public async Task<IReadOnlyList<Block>> BlocksAsync(ulong first, ulong last)
    {
        var seek = new SeekInfo { Start = At(first), Stop = At(last) };
        var (blocks, status) = await DeliverAsync(SeekEnvelope(seek));
        Assert.Equal(Status.Success, status);
        return blocks;
    }

    public static SeekPosition At(ulong number) => new() { Specified = new SeekSpecified { Number = number } };
}
