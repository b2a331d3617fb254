using FLChain.DevPeer.Membership;
using FLChain.DevPeer.Validation;
using FLChain.Fabric.Blocks;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.DevPeer.Endorsing;

/// <summary>Takes a signed proposal apart and checks everything that can be checked without the ledger. Safe for concurrent use.</summary>
internal sealed class ProposalReader(ChannelContext channel, TimeProvider clock)
{
    /// <exception cref="ProposalRefusedException">The proposal is malformed, or its creator may not make it.</exception>
    public TransactionProposal Read(SignedProposal? signed)
    {
        if (signed is null || signed.ProposalBytes.IsEmpty)
            throw Malformed("a signed proposal is required");
        var proposal = Parse(Proposal.Parser, signed.ProposalBytes, "proposal");
        var header = Parse(Header.Parser, proposal.Header, "header");
        var channelHeader = Parse(ChannelHeader.Parser, header.ChannelHeader, "channel header");
        var signatureHeader = Parse(SignatureHeader.Parser, header.SignatureHeader, "signature header");
        CheckHeaders(channelHeader, signatureHeader);
        var creator = CheckCreator(signed, signatureHeader);
        var payload = Parse(ChaincodeProposalPayload.Parser, proposal.Payload, "payload");
        var invocation = Parse(ChaincodeInvocationSpec.Parser, payload.Input, "invocation");
        return new TransactionProposal
        {
            Signed = signed,
            Header = header,
            TransactionId = channelHeader.TxId,
            Creator = creator,
            Chaincode = FindChaincode(channelHeader, invocation),
            Input = (invocation.ChaincodeSpec.Input ?? new ChaincodeInput()).ToByteString(),
            HasTransientData = payload.TransientMap.Count > 0,
            PublicPayload = new ChaincodeProposalPayload { Input = payload.Input }.ToByteString(),
        };
    }

    /// <summary>
    /// As in Fabric: a peer judges the expiry of proposals that come over the network, not of those that its own gateway
    /// hands it, and a client's gateway is that of its own organization.
    /// </summary>
    /// <exception cref="ProposalRefusedException">The creator's certificate has expired, and another organization is to endorse or to evaluate.</exception>
    public void CheckExpiry(TransactionProposal proposal, IEnumerable<string> mspIds)
    {
        if (proposal.Creator.IsExpiredAt(clock.GetUtcNow()) && mspIds.Any(mspId => mspId != proposal.Creator.MspId))
            throw new ProposalRefusedException(GrpcStatusCode.Unavailable, "proposal client identity expired", isByEndorser: true);
    }

    private void CheckHeaders(ChannelHeader channelHeader, SignatureHeader signatureHeader)
    {
        if (channelHeader.Type != (int)HeaderType.EndorserTransaction)
            throw Malformed($"invalid header type {channelHeader.Type}");
        if (channelHeader.ChannelId != channel.ChannelId)
            throw new ProposalRefusedException(GrpcStatusCode.NotFound, $"channel '{channelHeader.ChannelId}' not found");
        if (channelHeader.Epoch != 0)
            throw Malformed("epoch is not 0");
        if (channelHeader.Timestamp is not { Seconds: >= -62_135_596_800 and <= 253_402_300_799, Nanos: >= 0 and <= 999_999_999 })
            throw Malformed("the timestamp is missing or out of range");
        if (signatureHeader.Nonce.IsEmpty || signatureHeader.Creator.IsEmpty)
            throw Malformed("nonce and creator are required");
        if (ProposalHashing.TransactionId(signatureHeader.Nonce.Span, signatureHeader.Creator.Span) != channelHeader.TxId)
            throw Malformed($"incorrectly computed txid '{channelHeader.TxId}'");
    }

    private MspMember CheckCreator(SignedProposal signed, SignatureHeader signatureHeader)
    {
        if (!channel.Members.TryFind(signatureHeader.Creator, out var creator, out var reason))
            throw Denied(reason);
        if (creator.IsTooEarlyAt(clock.GetUtcNow()))
            throw Denied("the creator's certificate is not valid yet");
        if (!channel.MspIds.Contains(creator.MspId, StringComparer.Ordinal))
            throw Denied($"{creator.MspId} is no member of the channel");
        if (!creator.Verify(signed.ProposalBytes.Span, signed.Signature.Span))
            throw Denied("the creator's signature over the proposal is not valid");
        if (!creator.IsWriter)
            throw NoWriter(creator);
        return creator;
    }

    private ChaincodeDefinition FindChaincode(ChannelHeader channelHeader, ChaincodeInvocationSpec invocation)
    {
        var extension = Parse(ChaincodeHeaderExtension.Parser, channelHeader.Extension, "header extension");
        var name = extension.ChaincodeId?.Name ?? "";
        if (name.Length == 0 || invocation.ChaincodeSpec?.ChaincodeId?.Name != name)
            throw Malformed("header and invocation do not name the same chaincode");
        return (name == SystemQueries.ChaincodeName ? SystemQueries.Definition : channel.FindChaincode(name))
            ?? throw new ProposalRefusedException(GrpcStatusCode.FailedPrecondition, $"chaincode {name} not found");
    }

    private static T Parse<T>(MessageParser<T> parser, ByteString bytes, string what)
        where T : class, IMessage<T>
    {
        try
        {
            return parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException)
        {
            throw Malformed($"the {what} cannot be read");
        }
    }

    private static ProposalRefusedException Malformed(string message) =>
        new(GrpcStatusCode.InvalidArgument, $"failed to unpack transaction proposal: {message}");

    // In Fabric's words: the identity is a good one, and the channel's policy does not let it write.
    private static ProposalRefusedException NoWriter(MspMember creator) => new(
        GrpcStatusCode.FailedPrecondition,
        $"failed evaluating policy on signed data during check policy [/Channel/Application/Writers]: [a {creator.Role} of {creator.MspId} is none of the 'Writers']",
        isByEndorser: true);

    private static ProposalRefusedException Denied(string? message) =>
        new(GrpcStatusCode.FailedPrecondition, $"error validating proposal: access denied: {message}", isByEndorser: true);
}
