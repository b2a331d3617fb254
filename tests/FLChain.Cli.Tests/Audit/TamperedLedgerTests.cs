using FLChain.Cli.Audit;
using FLChain.Core;
using FLChain.Core.Answers;
using FLChain.Core.Encoding;
using FLChain.Core.Ledger;
using FLChain.Core.Money;
using FLChain.Core.Requests;
using FLChain.Fabric.Identities;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.Cli.Tests.Audit;

/// <summary>One altered byte anywhere fails the audit, which names the place.</summary>
[Collection(SharedLedger.Name)]
public sealed class TamperedLedgerTests(AuditedLedger ledger)
{
    private const string RegisterTrainer = "registry:RegisterTrainer";

    [Fact]
    public async Task AuditAsync_ByteOfAnEnvelope_NamesBlockAndTransaction()
    {
        var source = ledger.Copy();
        var (block, place) = new Forger(source).Find(RegisterTrainer);
        source.Blocks[block].Data.Data[place] = Flipped(source.Blocks[block].Data.Data[place], fromEnd: 200);

        var report = await ledger.AuditAsync(source);

        AssertError(report, AuditCheckKind.Blocks, block);
        Assert.Contains(report.Findings, finding => finding.Severity == AuditSeverity.Error && finding.Place.Block == (ulong)block && finding.Place.Transaction == place);
    }

    [Fact]
    public async Task AuditAsync_ByteOfThePreviousHash_NamesTheBlock()
    {
        var source = ledger.Copy();
        source.Blocks[5].Header.PreviousHash = Flipped(source.Blocks[5].Header.PreviousHash);

        AssertError(await ledger.AuditAsync(source), AuditCheckKind.Blocks, 5);
    }

    [Fact]
    public async Task AuditAsync_ByteOfTheDataHash_NamesTheBlock()
    {
        var source = ledger.Copy();
        source.Blocks[5].Header.DataHash = Flipped(source.Blocks[5].Header.DataHash);

        var report = await ledger.AuditAsync(source);

        AssertError(report, AuditCheckKind.Blocks, 5);
        AssertError(report, AuditCheckKind.Orderer, 5);
    }

    [Fact]
    public async Task AuditAsync_BlockNumber_NamesTheBlock()
    {
        var source = ledger.Copy();
        source.Blocks[5].Header.Number++;

        AssertError(await ledger.AuditAsync(source), AuditCheckKind.Blocks, 5);
    }

    [Fact]
    public async Task AuditAsync_OrderersSignature_NamesTheBlock()
    {
        var source = ledger.Copy();
        var metadata = Metadata.Parser.ParseFrom(source.Blocks[4].Metadata.Metadata[0]);
        metadata.Signatures[0].Signature = Flipped(metadata.Signatures[0].Signature);
        source.Blocks[4].Metadata.Metadata[0] = metadata.ToByteString();

        AssertError(await ledger.AuditAsync(source), AuditCheckKind.Orderer, 4);
    }

    [Theory]
    [InlineData(TxValidationCode.MvccReadConflict)]
    [InlineData(TxValidationCode.EndorsementPolicyFailure)]
    [InlineData((TxValidationCode)1)]
    public async Task AuditAsync_VerdictOfAValidTransaction_NamesTheTransaction(TxValidationCode verdict)
    {
        var source = ledger.Copy();
        var (block, place) = new Forger(source).Find(RegisterTrainer);
        SetFlag(source.Blocks[block], place, verdict);

        var report = await ledger.AuditAsync(source);

        Assert.Contains(report.Findings, finding => finding.Check == AuditCheckKind.Verdicts && finding.Place.Block == (ulong)block && finding.Place.Transaction == place);
        AssertError(report, AuditCheckKind.CommitHashes, block);
    }

    [Fact]
    public async Task AuditAsync_CommitHash_NamesTheBlock()
    {
        var source = ledger.Copy();
        var last = source.Blocks.Count - 1;
        source.Blocks[last].Metadata.Metadata[(int)BlockMetadataIndex.CommitHash] = Flipped(source.Blocks[last].Metadata.Metadata[(int)BlockMetadataIndex.CommitHash]);

        AssertError(await ledger.AuditAsync(source), AuditCheckKind.CommitHashes, last);
    }

    [Fact]
    public async Task AuditAsync_LastBlocksWithheldFromTheStream_NamesTheFirstMissing()
    {
        var source = ledger.Copy();

        var report = await LedgerAuditor.AuditAsync(new ShortSource(source, 7), ledger.Options, cancellationToken: TestContext.Current.CancellationToken);

        AssertError(report, AuditCheckKind.Blocks, 7);
    }

    [Theory]
    [InlineData(Phases.Gradient, 20)]
    [InlineData(Phases.Gradient, -1)] // the end of a masked gradient is its proof
    [InlineData(Phases.Aggregate, 100)]
    [InlineData(Phases.Share, 100)]
    [InlineData(Phases.Preparation, 0)]
    public async Task AuditAsync_ByteOfAPayload_NamesThePayload(string phase, int offset)
    {
        var source = ledger.Copy();
        var reference = source.Payloads.Keys.First(each => each.Phase == phase);
        var payload = source.Payloads[reference]!;
        payload[offset < 0 ? payload.Length + offset : offset] ^= 1;

        var report = await ledger.AuditAsync(source);

        var error = Assert.Single(report.Findings, finding => finding.Check == AuditCheckKind.Payloads);
        Assert.Equal(AuditSeverity.Error, error.Severity);
        Assert.Equal($"{reference.Phase}/{reference.Fid}/{reference.Iteration}/{reference.Author}", error.Place.Payload);
        Assert.NotNull(error.Place.Block);
    }

    [Fact]
    public async Task AuditAsync_AmountInAnAnswer_NamesTheAccount()
    {
        var source = ledger.Copy();
        var query = RecordedSource.Key($"{TransactionNames.Incentive.Contract}:{TransactionNames.Incentive.GetConservation}", null);
        var answer = CanonicalJson.Decode<ConservationAnswer>(source.Answers[query]!);
        var account = AccountName.Party(ledger.Story.Buyer.Id);
        source.Answers[query] = CanonicalJson.Encode(answer with
        {
            Accounts = [.. answer.Accounts.Select(line => line.Account == account ? line with { Balance = line.Balance + 1 } : line)],
        });

        var report = await ledger.AuditAsync(source);

        var error = Assert.Single(report.Findings, finding => finding.Severity == AuditSeverity.Error);
        Assert.Equal(AuditCheckKind.Answers, error.Check);
        Assert.Equal(account, error.Place.Key);
    }

    [Theory]
    [InlineData("registry:GetTrainer")]
    [InlineData("registry:GetPolicy")]
    [InlineData("federation:GetModel")]
    [InlineData("training:GetProgress")]
    public async Task AuditAsync_ByteOfAnAnswer_NamesTheQuery(string query)
    {
        var source = ledger.Copy();
        var asked = source.Answers.Keys.First(key => key.StartsWith($"{query} ", StringComparison.Ordinal));
        source.Answers[asked]![^2] ^= 1;

        var report = await ledger.AuditAsync(source);

        Assert.Equal(query, Assert.Single(report.Findings).Place.Function);
    }

    [Fact]
    public async Task AuditAsync_AnswerRefused_NamesTheQuery()
    {
        var source = ledger.Copy();
        source.Answers[source.Answers.Keys.First(key => key.StartsWith("registry:GetTrainer ", StringComparison.Ordinal))] = null;

        Assert.Equal("a refusal", Assert.Single((await ledger.AuditAsync(source)).Findings).Found);
    }

    // Every byte of the block counts: header, data, signatures, verdicts, and even the tags between them.
    [Fact]
    public async Task AuditAsync_AnyByteOfAStoredBlock_IsFoundInItOrBehindIt()
    {
        var random = new Random(20260301);
        for (var attempt = 0; attempt < 40; attempt++)
        {
            var source = ledger.Copy();
            var number = random.Next(0, 12);
            var bytes = source.Blocks[number].ToByteArray();
            var at = random.Next(bytes.Length);
            bytes[at] ^= (byte)(1 << random.Next(8));
            if (!TryParse(bytes, out var altered)) continue; // no peer could have given it
            source.Blocks[number] = altered;
            source.Blocks.RemoveRange(number + 2, source.Blocks.Count - number - 2);

            var report = await ledger.AuditAsync(source);

            Assert.True(
                report.Findings.Any(finding => finding.Severity == AuditSeverity.Error && (finding.Place.Block == (ulong)number || finding.Place.Block == (ulong)number + 1)),
                $"byte {at} of block {number} was altered and nobody saw it");
        }
    }

    private static void AssertError(AuditReport report, AuditCheckKind kind, int block)
    {
        Assert.False(report.Passed);
        Assert.Contains(report.Findings, finding => finding.Severity == AuditSeverity.Error && finding.Check == kind && finding.Place.Block == (ulong)block);
    }

    private static void SetFlag(Block block, int place, TxValidationCode code)
    {
        var flags = block.Metadata.Metadata[(int)BlockMetadataIndex.TransactionsFilter].ToByteArray();
        flags[place] = (byte)code;
        block.Metadata.Metadata[(int)BlockMetadataIndex.TransactionsFilter] = ByteString.CopyFrom(flags);
    }

    private static ByteString Flipped(ByteString bytes, int fromEnd = 1)
    {
        var altered = bytes.ToByteArray();
        altered[^fromEnd] ^= 1;
        return ByteString.CopyFrom(altered);
    }

    private static bool TryParse(byte[] bytes, out Block block)
    {
        try
        {
            block = Block.Parser.ParseFrom(bytes);
            return true;
        }
        catch (InvalidProtocolBufferException)
        {
            block = new Block();
            return false;
        }
    }

    private sealed class ShortSource(RecordedSource source, int blocks) : IAuditSource
    {
        public X509Identity Caller => source.Caller;

        public Task<ulong> GetHeightAsync(CancellationToken cancellationToken) => source.GetHeightAsync(cancellationToken);

        public IAsyncEnumerable<Block> BlocksAsync(ulong first, ulong last, CancellationToken cancellationToken) =>
            source.BlocksAsync(first, Math.Min(last, (ulong)blocks - 1), cancellationToken);

        public Task<byte[]?> GetPayloadAsync(PayloadReference reference, CancellationToken cancellationToken) => source.GetPayloadAsync(reference, cancellationToken);

        public Task<byte[]?> EvaluateAsync(string query, byte[]? argument, CancellationToken cancellationToken) => source.EvaluateAsync(query, argument, cancellationToken);
    }
}
