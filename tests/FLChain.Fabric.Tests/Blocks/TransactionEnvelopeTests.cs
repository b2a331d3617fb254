using System.Text;
using FLChain.Fabric.Blocks;
using FLChain.Fabric.Identities;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.Fabric.Tests.Blocks;

public sealed class TransactionEnvelopeTests : IDisposable
{
    private readonly TestCertificates _authority = new();
    private readonly SigningIdentity _creator;
    private readonly SigningIdentity _endorser;

    public TransactionEnvelopeTests()
    {
        _creator = _authority.IssueIdentity("Org1MSP");
        _endorser = _authority.IssueIdentity("Org2MSP", "peer");
    }

    [Fact]
    public void Parse_HonestTransaction_EveryPartIsThereAndVerifies()
    {
        var proposal = TestTransactions.Propose(_creator.Identity, "ch", "cc", "Pay", "5");
        var transaction = Honest(Sign(new TestTransactions { Endorser = _endorser }.Prepare(proposal)));
        Assert.Equal("ch", transaction.ChannelId);
        Assert.Equal(HeaderType.EndorserTransaction, transaction.Type);
        Assert.Equal(DateTimeOffset.UnixEpoch.AddDays(20_000), transaction.Timestamp);
        Assert.Matches("^[0-9a-f]{64}$", transaction.TransactionId);
        var action = transaction.Action!;
        Assert.Equal("cc", action.ChaincodeName);
        Assert.Equal(["Pay", "5"], action.Arguments.Select(argument => Encoding.UTF8.GetString(argument.Span)));
        Assert.Equal(200, action.Response.Status);
        Assert.Equal("made", action.Event!.EventName);
        var written = Assert.Single(action.Namespaces);
        Assert.Equal("cc", written.Namespace);
        Assert.Equal("a", Assert.Single(written.Public.Writes).Key);
        Assert.True(transaction.VerifySignature(out var creator));
        Assert.Equal("Org1MSP", creator!.MspId);
        Assert.True(action.VerifyEndorsement(Assert.Single(action.Endorsements), out var endorser));
        Assert.Equal("Org2MSP", endorser!.MspId);
    }

    [Fact]
    public void Verify_SignatureOfSomebodyElse_False()
    {
        var prepared = new TestTransactions { Endorser = _endorser }.Prepare(TestTransactions.Propose(_creator.Identity));
        var transaction = Honest(TestTransactions.Sign(prepared, _endorser));
        Assert.False(transaction.VerifySignature(out var creator));
        Assert.Null(creator);
        var endorsement = transaction.Action!.Endorsements[0].Clone();
        endorsement.Endorser = _creator.Identity.Serialized;
        Assert.False(transaction.Action.VerifyEndorsement(endorsement, out _));
        endorsement.Endorser = ByteString.CopyFromUtf8("nobody");
        Assert.False(transaction.Action.VerifyEndorsement(endorsement, out _));
    }

    public static TheoryData<string, TxValidationCode> Spoiled => new()
    {
        { "outcome of another proposal", TxValidationCode.InvalidEndorserTransaction },
        { "outcome that is no message", TxValidationCode.BadResponsePayload },
        { "write set that is no message", TxValidationCode.BadRwset },
        { "write set of a namespace that is no message", TxValidationCode.BadRwset },
        { "namespace twice", TxValidationCode.BadRwset },
        { "event that is no message", TxValidationCode.InvalidOtherReason },
        { "no action", TxValidationCode.NilTxaction },
        { "two actions", TxValidationCode.InvalidEndorserTransaction },
        { "action that is no message", TxValidationCode.InvalidEndorserTransaction },
    };

    [Theory]
    [MemberData(nameof(Spoiled))]
    public void Parse_OnePartSpoiled_CodeAndReason(string part, TxValidationCode expected)
    {
        var junk = ByteString.CopyFrom(10, 200);
        var peer = part switch
        {
            "outcome of another proposal" => new TestTransactions { Endorser = _endorser, Outcome = outcome => outcome.ProposalHash = junk },
            "outcome that is no message" => new TestTransactions { Endorser = _endorser, Outcome = outcome => outcome.Extension = junk },
            "write set that is no message" => new TestTransactions { Endorser = _endorser, Action = action => action.Results = junk },
            "write set of a namespace that is no message" => new TestTransactions { Endorser = _endorser, Action = action => action.Results = Set(junk, 1) },
            "namespace twice" => new TestTransactions { Endorser = _endorser, Action = action => action.Results = Set(ByteString.Empty, 2) },
            "event that is no message" => new TestTransactions { Endorser = _endorser, Action = action => action.Events = junk },
            "no action" => new TestTransactions { Endorser = _endorser, Transaction = transaction => transaction.Actions.Clear() },
            "two actions" => new TestTransactions { Endorser = _endorser, Transaction = transaction => transaction.Actions.Add(transaction.Actions[0]) },
            _ => new TestTransactions { Endorser = _endorser, Transaction = transaction => transaction.Actions[0].Payload = junk },
        };
        AssertRefused(Sign(peer.Prepare(TestTransactions.Propose(_creator.Identity))), expected);

        static ByteString Set(ByteString rwset, int times)
        {
            var set = new TxReadWriteSet();
            set.NsRwset.AddRange(Enumerable.Repeat(new NsReadWriteSet { Namespace = "cc", Rwset = rwset }, times));
            return set.ToByteString();
        }
    }

    [Fact]
    public void Parse_HeaderSpoiled_CodeAndReason()
    {
        var proposal = TestTransactions.Propose(_creator.Identity);
        Alter(header => header.TxId = new string('0', 64), TxValidationCode.BadProposalTxid);
        Alter(header => header.ChannelId = "", TxValidationCode.BadChannelHeader);
        Alter(header => header.Epoch = 1, TxValidationCode.BadChannelHeader);
        Alter(header => header.Timestamp = null, TxValidationCode.BadChannelHeader);
        Alter(header => header.Timestamp.Seconds = long.MaxValue, TxValidationCode.BadChannelHeader);
        Alter(header => header.Timestamp.Nanos = -1, TxValidationCode.BadChannelHeader);
        Alter(header => header.Type = 99, TxValidationCode.UnknownTxType);

        void Alter(Action<ChannelHeader> change, TxValidationCode expected)
        {
            var header = Header.Parser.ParseFrom(proposal.Header);
            var channelHeader = ChannelHeader.Parser.ParseFrom(header.ChannelHeader);
            change(channelHeader);
            header.ChannelHeader = channelHeader.ToByteString();
            var altered = new Proposal { Header = header.ToByteString(), Payload = proposal.Payload };
            AssertRefused(Sign(new TestTransactions { Endorser = _endorser }.Prepare(altered)), expected);
        }
    }

    [Fact]
    public void Parse_OverTheLimits_Refused()
    {
        var envelope = Sign(new TestTransactions { Endorser = _endorser }.Prepare(TestTransactions.Propose(_creator.Identity, "ch", "cc", "f", "x")));
        var size = envelope.CalculateSize();
        Assert.True(Parse(new EnvelopeLimits { MaxBytes = size }).IsValid);
        Assert.Equal(TxValidationCode.BadPayload, Parse(new EnvelopeLimits { MaxBytes = size - 1 }).Code);
        Assert.Equal(TxValidationCode.InvalidEndorserTransaction, Parse(new EnvelopeLimits { MaxEndorsements = 0 }).Code);
        Assert.Equal(TxValidationCode.BadRwset, Parse(new EnvelopeLimits { MaxNamespaces = 0 }).Code);
        Assert.Equal(TxValidationCode.BadPayload, Parse(new EnvelopeLimits { MaxArguments = 1 }).Code);

        EnvelopeParseResult Parse(EnvelopeLimits limits) => TransactionEnvelope.Parse(envelope.ToByteArray(), limits);
    }

    [Fact]
    public void Parse_ConfigEnvelope_HasHeaderAndNoAction()
    {
        var header = new Header { ChannelHeader = new ChannelHeader { Type = (int)HeaderType.Config, ChannelId = "ch" }.ToByteString() };
        var result = TransactionEnvelope.Parse(new Envelope { Payload = new Payload { Header = header }.ToByteString() }.ToByteArray());
        Assert.True(result.IsValid);
        Assert.Equal(HeaderType.Config, result.Transaction.Type);
        Assert.Null(result.Transaction.Action);
    }

    [Fact]
    public void Parse_RandomAlterationsAndCuts_NeverThrowsNorVerifies()
    {
        var original = Sign(new TestTransactions { Endorser = _endorser }.Prepare(TestTransactions.Propose(_creator.Identity))).ToByteArray();
        var random = new Random(5);
        Assert.Equal(TxValidationCode.NilEnvelope, TransactionEnvelope.Parse(ReadOnlyMemory<byte>.Empty).Code);
        for (var i = 0; i < 4000; i++)
        {
            var altered = (byte[])original.Clone();
            var place = random.Next(altered.Length);
            altered[place] ^= (byte)random.Next(1, 256);
            var length = i % 2 == 0 ? altered.Length : random.Next(altered.Length);
            var result = TransactionEnvelope.Parse(altered.AsMemory(0, length));
            Assert.Equal(result.IsValid, result.Reason.Length == 0);
            if (result.IsValid)
                Assert.False(result.Transaction.VerifySignature(out _), $"byte {place}");
        }
    }

    [Fact]
    public void ReadAll_BlockWithVerdicts_OneForEachEntry()
    {
        var envelope = Sign(new TestTransactions { Endorser = _endorser }.Prepare(TestTransactions.Propose(_creator.Identity))).ToByteString();
        var block = new Block { Data = new BlockData { Data = { envelope, ByteString.CopyFrom(1, 2), envelope } }, Metadata = new BlockMetadata() };
        block.Metadata.Metadata.AddRange([ByteString.Empty, ByteString.Empty, ByteString.CopyFrom((byte)TxValidationCode.Valid, (byte)TxValidationCode.BadPayload)]);
        var entries = BlockTransaction.ReadAll(block).ToList();
        Assert.Equal([TxValidationCode.Valid, TxValidationCode.BadPayload, TxValidationCode.NotValidated], entries.Select(entry => entry.ValidationCode));
        Assert.Equal([true, false, true], entries.Select(entry => entry.Envelope.IsValid));
        Assert.Equal([0, 1, 2], entries.Select(entry => entry.Index));
        Assert.Empty(BlockTransaction.ReadAll(new Block()));
    }

    public void Dispose() => _authority.Dispose();

    private Envelope Sign(Envelope prepared) => TestTransactions.Sign(prepared, _creator);

    private static TransactionEnvelope Honest(Envelope envelope)
    {
        var result = TransactionEnvelope.Parse(envelope.ToByteArray());
        Assert.True(result.IsValid, result.Reason);
        Assert.Equal(TxValidationCode.Valid, result.Code);
        return result.Transaction;
    }

    private static void AssertRefused(Envelope envelope, TxValidationCode expected)
    {
        var result = TransactionEnvelope.Parse(envelope.ToByteArray());
        Assert.Equal(expected, result.Code);
        Assert.False(result.IsValid);
        Assert.NotEmpty(result.Reason);
    }
}
