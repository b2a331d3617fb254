using FLChain.Gateway.Index;

namespace FLChain.Gateway.Tests.Index;

public sealed class IndexRebuildTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ScriptedLedger _ledger = new();
    private readonly TestChain _chain = RandomLedger.Of(80);

    private string Path => _folder["index.db"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Rebuild_OfAnIndexThatIsRight_IsEqual()
    {
        using (var index = TestIndex.Open(Path)) index.Apply(_chain.Blocks.Take(50));
        _ledger.Has(_chain.Blocks);
        var outcome = await RebuildAsync();
        Assert.True(outcome.IsEqual, $"{outcome}");
        Assert.Equal((50UL, 50UL), (outcome.Blocks, outcome.OldBlocks));
        using var after = TestIndex.Open(Path);
        Assert.Equal(outcome.Digest, after.Digest());
        after.Apply(_chain.Blocks.Skip(50));
    }

    [Fact]
    public async Task Rebuild_OfAnIndexThatWasSpoiled_DiffersAndIsRightAfterwards()
    {
        string right;
        using (var index = TestIndex.Open(Path))
        {
            index.Apply(_chain.Blocks);
            right = index.Digest();
        }

        using (var file = IndexFile.OpenAsItIs(Path)) Assert.True(file.Execute("UPDATE models SET price = 0") > 0);
        _ledger.Has(_chain.Blocks);
        var outcome = await RebuildAsync();
        Assert.False(outcome.IsEqual);
        Assert.Equal(right, outcome.Digest);
        using var after = TestIndex.Open(Path);
        Assert.Equal(right, after.Digest());
    }

    [Fact]
    public async Task Rebuild_WithNoIndex_BuildsOneToTheLedgersHeight()
    {
        _ledger.Has(_chain.Blocks);
        var outcome = await RebuildAsync();
        Assert.Equal((80UL, 0UL, false), (outcome.Blocks, outcome.OldBlocks, outcome.IsEqual));
    }

    [Fact]
    public async Task Rebuild_LedgerIsLost_KeepsTheOldIndex()
    {
        using (var index = TestIndex.Open(Path)) index.Apply(_chain.Blocks);
        _ledger.Has(_chain.Blocks, lost: true);
        await Assert.ThrowsAsync<IOException>(RebuildAsync);
        using var after = TestIndex.Open(Path);
        Assert.Equal(80UL, after.Height.Blocks);
    }

    private Task<RebuildOutcome> RebuildAsync() =>
        IndexRebuild.RunAsync(Path, path => TestIndex.Open(path), _ledger, TestContext.Current.CancellationToken);
}
