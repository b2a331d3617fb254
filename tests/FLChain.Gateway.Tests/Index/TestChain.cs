using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FLChain.Core.Encoding;
using FLChain.Core.Ledger;
using FLChain.Fabric.Blocks;
using FLChain.Fabric.Identities;
using FLChain.Fabric.Protos;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace FLChain.Gateway.Tests.Index;

/// <summary>A ledger made by hand: whole blocks in Fabric's form, chained by their hashes, with write sets as the contracts make them.</summary>
internal sealed class TestChain
{
    public const string Channel = "flchain";
    public const string Chaincode = "flchain";
    public const long Epoch = 1_700_000_000_000;

    private readonly List<(byte[] Envelope, TxValidationCode Code)> _waiting = [];
    private readonly X509Identity _creator;
    private int _nonce;

    public TestChain(string creator = "trainer-1", string msp = "TrainersMSP") => _creator = Identity(creator, msp);

    public List<Block> Blocks { get; } = [];

    public string PartyId => Naming.PartyId(_creator.Certificate.PublicKey.ExportSubjectPublicKeyInfo());

    /// <summary>Adds a transaction to the block that is being made.</summary>
    /// <returns>Its id.</returns>
    public string Add(
        string function, IEnumerable<(string Key, object? Record)> writes, TxValidationCode code = TxValidationCode.Valid, string space = Chaincode, string? raised = null)
    {
        var nonce = new byte[24];
        BinaryPrimitives.WriteInt32BigEndian(nonce, ++_nonce);
        var id = ProposalHashing.TransactionId(nonce, _creator.Serialized.Span);
        _waiting.Add((Envelope(nonce, id, function, writes, space, raised).ToByteArray(), code));
        return id;
    }

    /// <summary>Adds bytes that are no transaction.</summary>
    public void AddRaw(byte[] bytes, TxValidationCode code) => _waiting.Add((bytes, code));

    /// <summary>Ends the block with what was added.</summary>
    public Block Cut()
    {
        var data = new BlockData();
        data.Data.AddRange(_waiting.Select(entry => ByteString.CopyFrom(entry.Envelope)));
        var block = new Block
        {
            Header = new BlockHeader
            {
                Number = (ulong)Blocks.Count,
                PreviousHash = Blocks.Count == 0 ? ByteString.Empty : ByteString.CopyFrom(BlockHashing.HeaderHash(Blocks[^1].Header)),
                DataHash = ByteString.CopyFrom(BlockHashing.DataHash(data)),
            },
            Data = data,
            Metadata = new BlockMetadata(),
        };
        for (var entry = 0; entry < 5; entry++)
            block.Metadata.Metadata.Add(entry == (int)BlockMetadataIndex.TransactionsFilter
                ? ByteString.CopyFrom([.. _waiting.Select(transaction => (byte)transaction.Code)])
                : ByteString.Empty);
        _waiting.Clear();
        Blocks.Add(block);
        return block;
    }

    /// <summary>One transaction in a block of its own.</summary>
    public string AddBlock(string function, params (string Key, object? Record)[] writes)
    {
        var id = Add(function, writes);
        Cut();
        return id;
    }

    private Envelope Envelope(byte[] nonce, string id, string function, IEnumerable<(string Key, object? Record)> writes, string space, string? raised)
    {
        var channelHeader = new ChannelHeader
        {
            Type = (int)HeaderType.EndorserTransaction,
            ChannelId = Channel,
            TxId = id,
            Timestamp = Timestamp.FromDateTimeOffset(DateTimeOffset.FromUnixTimeMilliseconds(Epoch + _nonce)),
        }.ToByteString();
        var signatureHeader = new SignatureHeader { Creator = _creator.Serialized, Nonce = ByteString.CopyFrom(nonce) }.ToByteString();
        var spec = new ChaincodeSpec { ChaincodeId = new ChaincodeID { Name = Chaincode }, Input = new ChaincodeInput { Args = { ByteString.CopyFromUtf8(function) } } };
        var payload = new ChaincodeProposalPayload { Input = new ChaincodeInvocationSpec { ChaincodeSpec = spec }.ToByteString() }.ToByteString();
        var action = new ChaincodeAction
        {
            Results = new TxReadWriteSet { NsRwset = { new NsReadWriteSet { Namespace = space, Rwset = Set(writes).ToByteString() } } }.ToByteString(),
            Events = raised is null
                ? ByteString.Empty
                : new ChaincodeEvent { ChaincodeId = Chaincode, TxId = id, EventName = raised, Payload = ByteString.CopyFromUtf8("{}") }.ToByteString(),
            Response = new Response { Status = 200 },
        };
        var outcome = new ProposalResponsePayload
        {
            ProposalHash = ByteString.CopyFrom(ProposalHashing.ProposalHash(channelHeader.Span, signatureHeader.Span, payload.Span)),
            Extension = action.ToByteString(),
        };
        var transaction = new Transaction
        {
            Actions =
            {
                new TransactionAction
                {
                    Header = signatureHeader,
                    Payload = new ChaincodeActionPayload
                    {
                        ChaincodeProposalPayload = payload,
                        Action = new ChaincodeEndorsedAction { ProposalResponsePayload = outcome.ToByteString() },
                    }.ToByteString(),
                },
            },
        };
        var header = new Header { ChannelHeader = channelHeader, SignatureHeader = signatureHeader };
        return new Envelope { Payload = new Payload { Header = header, Data = transaction.ToByteString() }.ToByteString() };
    }

    private static KVRWSet Set(IEnumerable<(string Key, object? Record)> writes)
    {
        var set = new KVRWSet();
        foreach (var (key, record) in writes)
            set.Writes.Add(record is null
                ? new KVWrite { Key = key, IsDelete = true }
                : new KVWrite { Key = key, Value = ByteString.CopyFrom(record as byte[] ?? CanonicalJson.Encode(record.GetType(), record)) });
        return set;
    }

    private static X509Identity Identity(string name, string msp)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509Identity.FromCertificate(msp, certificate);
    }
}
