using FLChain.Cli.Audit;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.Cli.Tests.Audit;

/// <summary>What blocks of Fabric's own peers have beyond an embedded peer's: it is no finding, and what only looks like it is one.</summary>
[Collection(SharedLedger.Name)]
public sealed class FabricLedgerTests(AuditedLedger ledger)
{
    private const string Mint = "incentive:Mint";

    [Fact]
    public async Task AuditAsync_GenesisBlockWithMetadataThatNobodySigned_Passes()
    {
        var source = ledger.Copy();
        StripSignatures(source.Blocks[0]);

        Assert.Equal(0, (await ledger.AuditAsync(source))[AuditCheckKind.Orderer].Errors);
    }

    [Fact]
    public async Task AuditAsync_LaterBlockWithMetadataThatNobodySigned_IsAFinding()
    {
        var source = ledger.Copy();
        StripSignatures(source.Blocks[3]);

        var report = await ledger.AuditAsync(source);

        Assert.Contains(report.Findings, finding => finding.Check == AuditCheckKind.Orderer && finding.Place.Block == 3);
    }

    [Theory]
    [InlineData("_lifecycle")]
    [InlineData("lscc")]
    public async Task AuditAsync_ReadOfAChaincodeDefinition_Passes(string space)
    {
        var report = await AuditWithAsync(space, new KVRWSet { Reads = { new KVRead { Key = Consortium.Chaincode } } });

        Assert.True(report.Passed, string.Join('\n', report.Findings));
    }

    [Theory]
    [InlineData("_lifecycle")]
    [InlineData("lscc")]
    public async Task AuditAsync_WriteOfAChaincodeDefinition_IsAFinding(string space)
    {
        var report = await AuditWithAsync(space, new KVRWSet { Writes = { new KVWrite { Key = Consortium.Chaincode, Value = ByteString.CopyFromUtf8("mine") } } });

        Assert.Contains(report.Findings, finding => finding.Check == AuditCheckKind.Transactions && finding.Found.Contains(space, StringComparison.Ordinal));
    }

    [Fact]
    public async Task AuditAsync_ReadInAnotherNamespace_IsAFinding()
    {
        var report = await AuditWithAsync("other", new KVRWSet { Reads = { new KVRead { Key = "key" } } });

        Assert.Contains(report.Findings, finding => finding.Check == AuditCheckKind.Transactions && finding.Found.Contains("other", StringComparison.Ordinal));
    }

    private async Task<AuditReport> AuditWithAsync(string space, KVRWSet set)
    {
        var source = ledger.Copy();
        var forger = new Forger(source);
        forger.RewriteResults(
            forger.Find(Mint),
            results => results.NsRwset.Add(new NsReadWriteSet { Namespace = space, Rwset = set.ToByteString() }),
            ledger.Consortium.Node,
            ledger.Story.Authority.Signing);
        using var orderer = ledger.Consortium.Orderer();
        forger.Rechain(orderer);
        return await ledger.AuditAsync(source);
    }

    private static void StripSignatures(Block block)
    {
        var metadata = Metadata.Parser.ParseFrom(block.Metadata.Metadata[(int)BlockMetadataIndex.Signatures]);
        metadata.Signatures.Clear();
        block.Metadata.Metadata[(int)BlockMetadataIndex.Signatures] = metadata.ToByteString();
    }
}
