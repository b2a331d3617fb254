using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using FLChain.Cli.Audit;
using FLChain.Core.Encoding;
using FLChain.Core.Ledger;
using FLChain.Core.Money;
using FLChain.Core.Requests;
using FLChain.Fabric.Identities;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.Cli.Tests.Audit;

/// <summary>Whatever a ledger holds, signed or not, ends as a finding: never as an exception, never as an audit without end.</summary>
[Collection(SharedLedger.Name)]
public sealed class HostileLedgerTests(AuditedLedger ledger)
{
    private const string Mint = "incentive:Mint";

    public static TheoryData<string> Entries => ["", "00", "ffffffffffffffffffff01", "0a00", "0a020a001200", "0a0808031a0408ffff7f", "1f1f1f1f"];

    [Theory]
    [MemberData(nameof(Entries))]
    public async Task AuditAsync_EntryThatIsNoTransaction_IsAFinding(string hex)
    {
        var source = ledger.Copy();
        source.Blocks[3].Data.Data[0] = ByteString.CopyFrom(Convert.FromHexString(hex));

        await AssertFailsAsync(source, 3);
    }

    [Theory]
    [InlineData(BlockMetadataIndex.Signatures)]
    [InlineData(BlockMetadataIndex.LastConfig)]
    [InlineData(BlockMetadataIndex.TransactionsFilter)]
    [InlineData(BlockMetadataIndex.Orderer)]
    [InlineData(BlockMetadataIndex.CommitHash)]
    public async Task AuditAsync_MetadataOfRandomBytes_IsAFinding(BlockMetadataIndex index)
    {
        var source = ledger.Copy();
        source.Blocks[3].Metadata.Metadata[(int)index] = ByteString.CopyFrom(RandomNumberGenerator.GetBytes(40));

        await AssertFailsAsync(source, 3);
    }

    [Fact]
    public async Task AuditAsync_BlocksWithoutParts_AreFindings()
    {
        var source = ledger.Copy();
        source.Blocks[2] = new Block();
        source.Blocks[3].Metadata = null;
        source.Blocks[4].Metadata.Metadata.Clear();

        await AssertFailsAsync(source, 2, 3, 4);
    }

    [Fact]
    public async Task AuditAsync_BlockTwice_IsAFinding()
    {
        var source = ledger.Copy();
        source.Blocks[4] = source.Blocks[3].Clone();

        await AssertFailsAsync(source, 4);
    }

    [Fact]
    public async Task AuditAsync_NoBlocks_IsAFinding()
    {
        var source = ledger.Copy();
        source.Blocks.Clear();

        await AssertFailsAsync(source, 0);
    }

    [Fact]
    public async Task AuditAsync_MoreBlocksThanThereAre_EndsAtTheHeight()
    {
        var report = await LedgerAuditor.AuditAsync(new EndlessSource(ledger.Copy()), ledger.Options, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(ledger.Honest.Blocks, report.Blocks);
    }

    public static TheoryData<string, string> Records => new()
    {
        { "\0posting\0", "not json" },
        { "\0posting\0", "{}" },
        { "\0posting\0", "" },
        { "\0credit\0", "{\"amount\":-5}" },
        { "\0credit\0", "[]" },
    };

    [Theory]
    [MemberData(nameof(Records))]
    public async Task AuditAsync_SignedRecordsThatCannotBeRead_AreFindings(string prefix, string value)
    {
        var source = ledger.Copy();
        var block = Conspire(source, set =>
            set.Writes.First(write => write.Key.StartsWith(prefix, StringComparison.Ordinal)).Value = ByteString.CopyFromUtf8(value));

        await AssertFailsAsync(source, block);
    }

    [Fact]
    public async Task AuditAsync_SignedAmountsThatOverflow_AreFindings()
    {
        var source = ledger.Copy();
        var block = Conspire(source, set =>
        {
            foreach (var write in set.Writes.Where(write => write.Key.StartsWith("\0posting\0", StringComparison.Ordinal)))
            {
                var posting = CanonicalJson.Decode<Posting>(write.Value.Span);
                write.Value = ByteString.CopyFrom(CanonicalJson.Encode(posting with { Amount = posting.Amount > 0 ? long.MaxValue : long.MinValue }));
            }
        });

        await AssertFailsAsync(source, block);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("\0")]
    [InlineData("\0posting\0")]
    [InlineData("\0account\0x\0y\0")]
    [InlineData("\0gradient\0flm-audit\00000000001\0nobody\0")]
    [InlineData("\0leader\0flm-audit\099999999999\0")]
    public async Task AuditAsync_SignedKeysOfAnyForm_AreFindings(string key)
    {
        var source = ledger.Copy();
        var block = Conspire(source, set => set.Writes.Add(new KVWrite { Key = key, Value = ByteString.CopyFromUtf8("{\"amount\":1}") }));

        await AssertFailsAsync(source, block);
    }

    [Theory]
    [InlineData(0u, 0u)]
    [InlineData(1u, 1u)]
    [InlineData(2u, uint.MaxValue)]
    [InlineData(uint.MaxValue, 1u)]
    public async Task AuditAsync_SignedRangesWithImpossibleSummaries_AreFindings(uint degree, uint level)
    {
        var source = ledger.Copy();
        var block = Conspire(source, set => set.RangeQueriesInfo.Add(new RangeQueryInfo
        {
            StartKey = "\0",
            EndKey = "\U0010FFFF",
            ItrExhausted = true,
            ReadsMerkleHashes = new QueryReadsMerkleSummary { MaxDegree = degree, MaxLevel = level, MaxLevelHashes = { ByteString.CopyFromUtf8("x") } },
        }));

        await AssertFailsAsync(source, block);
    }

    [Fact]
    public async Task AuditAsync_PayloadsOfRandomBytes_AreFindings()
    {
        var source = ledger.Copy();
        foreach (var reference in source.Payloads.Keys.ToArray()) source.Payloads[reference] = RandomNumberGenerator.GetBytes(1_000);

        var report = await ledger.AuditAsync(source);

        Assert.Equal(source.Payloads.Count, report[AuditCheckKind.Payloads].Errors);
    }

    [Fact]
    public async Task AuditAsync_ManyErrors_KeepsSoManyAndCountsAll()
    {
        var source = ledger.Copy();
        foreach (var block in source.Blocks) block.Header.DataHash = ByteString.CopyFromUtf8("x");

        var report = await AuditedLedger.AuditAsync(source, ledger.Options with { MaxFindings = 5 });

        Assert.Equal(5, report.Findings.Count);
        Assert.True(report.Errors > source.Blocks.Count);
    }

    private int Conspire(RecordedSource source, Action<KVRWSet> change)
    {
        var forger = new Forger(source);
        var where = forger.Find(Mint);
        forger.Rewrite(where, change, ledger.Consortium.Node, ledger.Story.Authority.Signing);
        using var orderer = ledger.Consortium.Orderer();
        forger.Rechain(orderer);
        return where.Block;
    }

    private async Task AssertFailsAsync(RecordedSource source, params int[] blocks)
    {
        var report = await ledger.AuditAsync(source);

        Assert.False(report.Passed);
        foreach (var block in blocks)
            Assert.Contains(report.Findings, finding => finding.Severity == AuditSeverity.Error && finding.Place.Block == (ulong)block);
    }

    private sealed class EndlessSource(RecordedSource source) : IAuditSource
    {
        public X509Identity Caller => source.Caller;

        public Task<ulong> GetHeightAsync(CancellationToken cancellationToken) => source.GetHeightAsync(cancellationToken);

        public async IAsyncEnumerable<Block> BlocksAsync(ulong first, ulong last, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await foreach (var block in source.BlocksAsync(first, last, cancellationToken)) yield return block;
            while (true) yield return source.Blocks[^1];
        }

        public Task<byte[]?> GetPayloadAsync(PayloadReference reference, CancellationToken cancellationToken) => source.GetPayloadAsync(reference, cancellationToken);

        public Task<byte[]?> EvaluateAsync(string query, byte[]? argument, CancellationToken cancellationToken) => source.EvaluateAsync(query, argument, cancellationToken);
    }
}
