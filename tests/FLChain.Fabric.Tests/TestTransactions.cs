using System.Security.Cryptography;
using FLChain.Fabric.Blocks;
using FLChain.Fabric.Identities;
using FLChain.Fabric.Protos;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace FLChain.Fabric.Tests;

/// <summary>What a peer does with a proposal, for scripted peers: parts of a transaction that each test may spoil.</summary>
internal sealed class TestTransactions
{
    public required SigningIdentity Endorser { get; init; }

    public Response Response { get; init; } = new() { Status = 200, Payload = ByteString.CopyFromUtf8("result") };

    public Action<ChaincodeAction> Action { get; init; } = _ => { };

    public Action<ProposalResponsePayload> Outcome { get; init; } = _ => { };

    public Action<Transaction> Transaction { get; init; } = _ => { };

    /// <summary>A proposal as a client makes it.</summary>
    public static Proposal Propose(X509Identity creator, string channel = "ch", string chaincode = "cc", params string[] arguments)
    {
        var nonce = RandomNumberGenerator.GetBytes(24);
        var channelHeader = new ChannelHeader
        {
            Type = (int)HeaderType.EndorserTransaction,
            ChannelId = channel,
            TxId = ProposalHashing.TransactionId(nonce, creator.Serialized.Span),
            Timestamp = Timestamp.FromDateTimeOffset(DateTimeOffset.UnixEpoch.AddDays(20_000)),
            Extension = new ChaincodeHeaderExtension { ChaincodeId = new ChaincodeID { Name = chaincode } }.ToByteString(),
        };
        var spec = new ChaincodeSpec { ChaincodeId = new ChaincodeID { Name = chaincode }, Input = new ChaincodeInput() };
        spec.Input.Args.AddRange(arguments.Select(ByteString.CopyFromUtf8));
        return new Proposal
        {
            Header = new Header
            {
                ChannelHeader = channelHeader.ToByteString(),
                SignatureHeader = new SignatureHeader { Creator = creator.Serialized, Nonce = ByteString.CopyFrom(nonce) }.ToByteString(),
            }.ToByteString(),
            Payload = new ChaincodeProposalPayload { Input = new ChaincodeInvocationSpec { ChaincodeSpec = spec }.ToByteString() }.ToByteString(),
        };
    }

    /// <summary>The endorsed transaction, not yet signed by the client.</summary>
    public Envelope Prepare(Proposal proposal)
    {
        var header = Header.Parser.ParseFrom(proposal.Header);
        var payload = ChaincodeProposalPayload.Parser.ParseFrom(proposal.Payload);
        payload.TransientMap.Clear();
        var action = new ChaincodeAction
        {
            Results = new TxReadWriteSet { NsRwset = { new NsReadWriteSet { Namespace = "cc", Rwset = Writes().ToByteString() } } }.ToByteString(),
            Events = new ChaincodeEvent { ChaincodeId = "cc", EventName = "made" }.ToByteString(),
            Response = Response,
            ChaincodeId = new ChaincodeID { Name = "cc" },
        };
        Action(action);
        var outcome = new ProposalResponsePayload
        {
            ProposalHash = ByteString.CopyFrom(ProposalHashing.ProposalHash(
                header.ChannelHeader.Span, header.SignatureHeader.Span, payload.ToByteArray())),
            Extension = action.ToByteString(),
        };
        Outcome(outcome);
        var endorsed = new ChaincodeEndorsedAction { ProposalResponsePayload = outcome.ToByteString() };
        endorsed.Endorsements.Add(Endorse(endorsed.ProposalResponsePayload));
        var transaction = new Transaction
        {
            Actions =
            {
                new TransactionAction
                {
                    Header = header.SignatureHeader,
                    Payload = new ChaincodeActionPayload { ChaincodeProposalPayload = payload.ToByteString(), Action = endorsed }.ToByteString(),
                },
            },
        };
        Transaction(transaction);
        return new Envelope { Payload = new Payload { Header = header, Data = transaction.ToByteString() }.ToByteString() };
    }

    public static Envelope Sign(Envelope prepared, SigningIdentity creator)
        => new() { Payload = prepared.Payload, Signature = ByteString.CopyFrom(creator.Sign(prepared.Payload.Span)) };

    private static KVRWSet Writes() => new()
    {
        Reads = { new KVRead { Key = "a", Version = new Protos.Version { BlockNum = 3, TxNum = 1 } } },
        Writes = { new KVWrite { Key = "a", Value = ByteString.CopyFromUtf8("1") } },
    };

    private Endorsement Endorse(ByteString outcome) => new()
    {
        Endorser = Endorser.Identity.Serialized,
        Signature = ByteString.CopyFrom(Endorser.Sign([.. outcome.Span, .. Endorser.Identity.Serialized.Span])),
    };
}
