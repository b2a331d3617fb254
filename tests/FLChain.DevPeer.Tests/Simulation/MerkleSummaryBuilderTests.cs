using System.Security.Cryptography;
using FLChain.DevPeer.Simulation;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.DevPeer.Tests.Simulation;

public sealed class MerkleSummaryBuilderTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(50)]
    public void WriteTo_UpToFiftyReads_KeepsThemAsTheyAre(int count)
    {
        var query = Summarize(count);

        Assert.Equal(RangeQueryInfo.ReadsInfoOneofCase.RawReads, query.ReadsInfoCase);
        Assert.Equal(count, query.RawReads.KvReads.Count);
    }

    // The batch of 51 reads is one hash at the leaf level, as Fabric's ledger computes it.
    [Fact]
    public void WriteTo_FiftyOneReads_IsTheHashOfTheBatch()
    {
        var batch = new QueryReads();
        batch.KvReads.AddRange(Enumerable.Range(0, 51).Select(Read));

        var query = Summarize(51);

        Assert.Equal(1U, query.ReadsMerkleHashes.MaxLevel);
        Assert.Equal(SHA256.HashData(batch.ToByteArray()), Assert.Single(query.ReadsMerkleHashes.MaxLevelHashes).ToByteArray());
    }

    [Theory]
    [InlineData(51 * 50, 1, 50)]
    [InlineData(51 * 51, 2, 1)]
    [InlineData(51 * 51 + 1, 2, 2)]
    public void WriteTo_ManyReads_RaisesLevelsAndStaysSmall(int count, int level, int hashes)
    {
        var query = Summarize(count);

        Assert.Equal((uint)level, query.ReadsMerkleHashes.MaxLevel);
        Assert.Equal(hashes, query.ReadsMerkleHashes.MaxLevelHashes.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(51)]
    [InlineData(999)]
    [InlineData(2999)]
    public void WriteTo_OneReadDiffers_GivesAnotherSummary(int changed)
    {
        Assert.Equal(Summarize(3000), Summarize(3000));
        Assert.NotEqual(Summarize(3000), Summarize(3000, changed));
        Assert.NotEqual(Summarize(3000), Summarize(3001));
    }

    private static RangeQueryInfo Summarize(int count, int changed = -1)
    {
        var builder = new MerkleSummaryBuilder();
        for (var i = 0; i < count; i++)
        {
            var read = Read(i);
            if (i == changed)
                read.Version.TxNum++;
            builder.Add(read);
        }
        var query = new RangeQueryInfo();
        builder.WriteTo(query);
        return query;
    }

    private static KVRead Read(int i) =>
        new() { Key = $"key{i:d6}", Version = new FLChain.Fabric.Protos.Version { BlockNum = 7, TxNum = (ulong)i } };
}
