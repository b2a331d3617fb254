using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using FLChain.Fabric.Protos;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using MessageType = FLChain.Fabric.Protos.ChaincodeMessage.Types.Type;

namespace FLChain.Fabric.Tests.Shim;

/// <summary>A TRANSACTION message as a peer makes it of a client's proposal; a test replaces the parts it wants wrong.</summary>
public sealed record Invocation
{
    private static readonly string CallerPem = MakeCaller();

    public MessageType Type { get; init; } = MessageType.Transaction;

    public string TransactionId { get; init; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    public string ChannelId { get; init; } = "ch";

    public IReadOnlyList<string> Arguments { get; init; } = ["f"];

    public IReadOnlyDictionary<string, byte[]> Transient { get; init; } = new Dictionary<string, byte[]>();

    public Timestamp? Timestamp { get; init; } = DateTimeOffset.UtcNow.ToTimestamp();

    public int HeaderType { get; init; } = 3;

    public string? ProposalTransactionId { get; init; }

    public string MspId { get; init; } = "Org1MSP";

    public string Pem { get; init; } = CallerPem;

    public static Invocation Of(params string[] arguments) => new() { Arguments = arguments };

    public ChaincodeMessage ToMessage()
    {
        var input = new ChaincodeInput();
        input.Args.AddRange(Arguments.Select(ByteString.CopyFromUtf8));
        return new ChaincodeMessage
        {
            Type = Type,
            Txid = TransactionId,
            ChannelId = ChannelId,
            Payload = input.ToByteString(),
            Proposal = new SignedProposal { ProposalBytes = ToProposal(input).ToByteString(), Signature = ByteString.CopyFromUtf8("checked by the peer") },
        };
    }

    private Proposal ToProposal(ChaincodeInput input)
    {
        var channel = new ChannelHeader { Type = HeaderType, ChannelId = ChannelId, TxId = ProposalTransactionId ?? TransactionId, Timestamp = Timestamp };
        var identity = new SerializedIdentity { Mspid = MspId, IdBytes = ByteString.CopyFromUtf8(Pem) };
        var signature = new SignatureHeader { Creator = identity.ToByteString(), Nonce = ByteString.CopyFrom(new byte[24]) };
        var header = new Header { ChannelHeader = channel.ToByteString(), SignatureHeader = signature.ToByteString() };
        var specification = new ChaincodeInvocationSpec { ChaincodeSpec = new ChaincodeSpec { ChaincodeId = new ChaincodeID { Name = "cc" }, Input = input } };
        var payload = new ChaincodeProposalPayload { Input = specification.ToByteString() };
        foreach ((string key, byte[] value) in Transient)
        {
            payload.TransientMap[key] = ByteString.CopyFrom(value);
        }

        return new Proposal { Header = header.ToByteString(), Payload = payload.ToByteString() };
    }

    private static string MakeCaller()
    {
        using var certificates = new TestCertificates();
        return certificates.IssueMember("ann").ExportCertificatePem();
    }
}
