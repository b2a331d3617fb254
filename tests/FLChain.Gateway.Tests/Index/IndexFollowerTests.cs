using FLChain.Gateway.Index;
using FLChain.Gateway.Ledger;
using Google.Protobuf;
using Microsoft.Extensions.Logging.Abstractions;

namespace FLChain.Gateway.Tests.Index;

public sealed class IndexFollowerTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly ScriptedLedger _ledger = new();
    private readonly TestChain _chain = RandomLedger.Of(200);
    private LedgerIndex _index = null!;
    private IndexFollower _follower = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _index = TestIndex.Open(_folder["index.db"]);
        _follower = new IndexFollower(_index, _ledger, TimeProvider.System, NullLogger<IndexFollower>.Instance);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _follower.StopAsync(CancellationToken.None);
        _follower.Dispose();
        _index.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Follow_BlocksThatComeIn_AreTakenIn()
    {
        _ledger.Has([.. _chain.Blocks.Take(150)]);
        await _follower.StartAsync(Stop);
        await UntilAsync(() => _index.Height is { Blocks: 150, Behind: 0, Trouble: null });
        _ledger.Has(_chain.Blocks);
        await UntilAsync(() => _index.Height.Blocks == 200);
        using var fresh = TestIndex.Open(_folder["fresh.db"]);
        fresh.Apply(_chain.Blocks);
        Assert.Equal(fresh.Fingerprint(), _index.Fingerprint());
    }

    [Fact]
    public async Task Follow_PeerIsLost_SaysSoAndGoesOnWhereItWas()
    {
        _ledger.Has([.. _chain.Blocks.Take(50)]);
        await _follower.StartAsync(Stop);
        await UntilAsync(() => _index.Height.Blocks == 50);
        _ledger.Has(_chain.Blocks, lost: true);
        await UntilAsync(() => _index.Height.Trouble is not null);
        Assert.Equal(50UL, _index.Height.Blocks);
        _ledger.Has(_chain.Blocks);
        await UntilAsync(() => _index.Height is { Blocks: 200, Trouble: null });

        // Each stream begins with the last block that is there, to see that it is the same.
        Assert.Equal([0UL, 49UL], [_ledger.Opened[0], _ledger.Opened[^1]]);
    }

    [Fact]
    public async Task Follow_PeerIsBehind_TellsHowFarAndWaits()
    {
        _index.Apply(_chain.Blocks.Take(50));
        _ledger.Has([.. _chain.Blocks.Take(50)]);
        _index.LedgerHas(60, 1);
        Assert.Equal(10UL, _index.Height.Behind);
        await _follower.StartAsync(Stop);
        await UntilAsync(() => _index.Height is { LedgerBlocks: 50, Behind: 0 });
    }

    [Fact]
    public async Task Follow_PeerWithAnotherLedger_IsRefusedUntilTheRightOneIsBack()
    {
        _index.Apply(_chain.Blocks.Take(50));
        var before = _index.Fingerprint();
        _ledger.Has(RandomLedger.Of(80, seed: 9).Blocks);
        await _follower.StartAsync(Stop);
        await UntilAsync(() => _index.Height.Trouble?.Contains("another ledger", StringComparison.Ordinal) == true);
        Assert.Equal(before, _index.Fingerprint());
        _ledger.Has(_chain.Blocks);
        await UntilAsync(() => _index.Height is { Blocks: 200, Trouble: null });
    }

    [Fact]
    public async Task CatchUp_ToAHeight_StopsThere()
    {
        _ledger.Has(_chain.Blocks);
        await _follower.CatchUpAsync(120, Stop);
        Assert.Equal(120UL, _index.Height.Blocks);
        await _follower.CatchUpAsync(100, Stop);
        await _follower.CatchUpAsync(121, Stop);
        Assert.Equal(121UL, _index.Height.Blocks);
    }

    [Fact]
    public async Task Changed_WithEachBlock_Wakes()
    {
        var next = _index.Changed.Next;
        _index.Apply(_chain.Blocks.Take(1));
        await next.WaitAsync(TimeSpan.FromSeconds(10), Stop);
        Assert.False(_index.Changed.Next.IsCompleted);
    }

    [Fact]
    public void HeightIn_ChainInfo_IsItsFirstField()
    {
        // common.BlockchainInfo: height 300, and two hashes.
        Assert.Equal(300UL, FabricLedgerSource.HeightIn([0x08, 0xAC, 0x02, 0x12, 0x01, 0xAA, 0x1A, 0x01, 0xBB]));
        Assert.Throws<InvalidProtocolBufferException>(() => FabricLedgerSource.HeightIn([0x08]));
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (!condition()) await Task.Delay(10, limit.Token);
    }
}
