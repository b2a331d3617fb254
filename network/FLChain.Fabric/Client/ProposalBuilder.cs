using System.Security.Cryptography;
using FLChain.Fabric.Blocks;
using FLChain.Fabric.Identities;
using FLChain.Fabric.Protos;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace FLChain.Fabric.Client;

/// <summary>The bytes of headers, proposals and signed envelopes as Fabric lays them out.</summary>
internal static class ProposalBuilder
{
    private const int NonceBytes = 24;

    /// <summary>A header with a fresh nonce, and the transaction id that follows from it.</summary>
    public static (Header Header, string TransactionId) NewHeader(
        HeaderType type, string channelId, X509Identity creator, TimeProvider time, Action<ChannelHeader>? complete = null)
    {
        var nonce = RandomNumberGenerator.GetBytes(NonceBytes);
        var channelHeader = new ChannelHeader
        {
            Type = (int)type,
            Timestamp = Timestamp.FromDateTimeOffset(time.GetUtcNow()),
            ChannelId = channelId,
            TxId = ProposalHashing.TransactionId(nonce, creator.Serialized.Span),
        };
        complete?.Invoke(channelHeader);
        var signatureHeader = new SignatureHeader { Creator = creator.Serialized, Nonce = ByteString.CopyFrom(nonce) };
        var header = new Header { ChannelHeader = channelHeader.ToByteString(), SignatureHeader = signatureHeader.ToByteString() };
        return (header, channelHeader.TxId);
    }

    /// <summary>A proposal to invoke a chaincode.</summary>
    public static (Protos.Proposal Proposal, string TransactionId) NewProposal(
        GatewayConnection connection,
        string channelId,
        string chaincode,
        string function,
        IReadOnlyList<ReadOnlyMemory<byte>> arguments,
        ProposalOptions options)
    {
        var chaincodeId = new ChaincodeID { Name = chaincode };
        var (header, transactionId) = NewHeader(
            HeaderType.EndorserTransaction,
            channelId,
            connection.Identity,
            connection.Options.TimeProvider,
            channelHeader => channelHeader.Extension = new ChaincodeHeaderExtension { ChaincodeId = chaincodeId }.ToByteString());
        var input = new ChaincodeInput { Args = { ByteString.CopyFromUtf8(function) } };
        input.Args.AddRange(arguments.Select(argument => ByteString.CopyFrom(argument.Span)));
        var spec = new ChaincodeSpec { Type = ChaincodeSpec.Types.Type.Node, ChaincodeId = chaincodeId, Input = input };
        var payload = new ChaincodeProposalPayload { Input = new ChaincodeInvocationSpec { ChaincodeSpec = spec }.ToByteString() };
        foreach (var (key, value) in options.Transient)
            payload.TransientMap.Add(key, ByteString.CopyFrom(value.Span));
        return (new Protos.Proposal { Header = header.ToByteString(), Payload = payload.ToByteString() }, transactionId);
    }

    /// <summary>The hash that the endorsers of a proposal sign: its transient map is not part of it.</summary>
    public static byte[] Hash(Protos.Proposal proposal)
    {
        var header = Header.Parser.ParseFrom(proposal.Header);
        var payload = ChaincodeProposalPayload.Parser.ParseFrom(proposal.Payload);
        payload.TransientMap.Clear();
        return ProposalHashing.ProposalHash(header.ChannelHeader.Span, header.SignatureHeader.Span, payload.ToByteArray());
    }
}
