using FLChain.DevPeer.Ledger;
using FLChain.DevPeer.Tests.Network;
using FLChain.Fabric.Blocks;
using FLChain.Fabric.Protos;
using Google.Protobuf;
using Microsoft.Extensions.Logging.Abstractions;

namespace FLChain.DevPeer.Tests.Ledger;

public sealed class SnapshotPoolTests
{
    [Fact]
    public async Task Snapshot_OpenedBeforeACommit_DoesNotSeeIt()
    {
        using var directory = new TemporaryDirectory();
        await using var ledger = Open(directory);
        await CommitAsync(ledger, "old");
        using var before = await ledger.OpenSimulationAsync(TestClient.Token);
        await CommitAsync(ledger, "new");
        using var after = await ledger.OpenSimulationAsync(TestClient.Token);

        Assert.Equal("old"u8.ToArray(), before.State.GetState("c", "k")!.Value.Value);
        Assert.Equal(1UL, before.Tip.Height);
        Assert.Equal("new"u8.ToArray(), after.State.GetState("c", "k")!.Value.Value);
        Assert.Equal(2UL, after.Tip.Height);
    }

    [Fact]
    public async Task OpenAsync_AllSnapshotsOut_WaitsForOneToComeBack()
    {
        using var directory = new TemporaryDirectory();
        await using var ledger = Open(directory);
        var open = new List<LedgerSnapshot>();
        for (var i = 0; i < LedgerStore.SimulationSnapshots; i++)
            open.Add(await ledger.OpenSimulationAsync(TestClient.Token));

        var waiting = ledger.OpenSimulationAsync(TestClient.Token).AsTask();
        Assert.False(waiting.IsCompleted);
        open[0].Dispose();

        (await waiting).Dispose();
        open.Skip(1).ToList().ForEach(snapshot => snapshot.Dispose());
    }

    [Fact]
    public async Task OpenAsync_WaitingIsCancelled_TakesNoPlace()
    {
        using var directory = new TemporaryDirectory();
        using var pool = new SnapshotPool(Path.Combine(directory.Path, "ledger.db"), LedgerStore.SimulationSnapshots);
        await using var ledger = Open(directory);
        var open = new List<LedgerSnapshot>();
        for (var i = 0; i < LedgerStore.SimulationSnapshots; i++)
            open.Add(await pool.OpenAsync(TestClient.Token));
        using var impatience = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pool.OpenAsync(impatience.Token).AsTask());
        Assert.False(await pool.TryRunAloneAsync(() => Task.FromResult(true), TimeSpan.FromMilliseconds(50)));
        open.ForEach(snapshot => snapshot.Dispose());

        Assert.True(await pool.TryRunAloneAsync(() => Task.FromResult(true), TimeSpan.FromSeconds(10)));
        (await pool.OpenAsync(TestClient.Token)).Dispose();
    }

    [Fact]
    public async Task Commit_LogOverItsLimit_IsFoldedAsSoonAsNoSnapshotIsOpen()
    {
        using var directory = new TemporaryDirectory();
        await using var ledger = LedgerStore.Open(directory.Path, durable: false, NullLogger.Instance, logLimitBytes: 200_000);
        var log = Path.Combine(directory.Path, "ledger.db-wal");
        var held = await ledger.OpenQueryAsync(TestClient.Token);
        await CommitAsync(ledger, new string('x', 300_000));
        Assert.True(new FileInfo(log).Length > 200_000);

        held.Dispose();
        await CommitAsync(ledger, "small");

        Assert.True(new FileInfo(log).Length < 200_000);
        using var after = await ledger.OpenQueryAsync(TestClient.Token);
        Assert.Equal("small"u8.ToArray(), after.State.GetState("c", "k")!.Value.Value);
    }

    [Fact]
    public async Task OpenQuery_AllSimulationSnapshotsOut_DoesNotWait()
    {
        using var directory = new TemporaryDirectory();
        await using var ledger = Open(directory);
        var open = new List<LedgerSnapshot>();
        for (var i = 0; i < LedgerStore.SimulationSnapshots; i++)
            open.Add(await ledger.OpenSimulationAsync(TestClient.Token));

        (await ledger.OpenQueryAsync(TestClient.Token)).Dispose();

        open.ForEach(snapshot => snapshot.Dispose());
    }

    private static LedgerStore Open(TemporaryDirectory directory) =>
        LedgerStore.Open(directory.Path, durable: false, NullLogger.Instance);

    private static async Task CommitAsync(LedgerStore ledger, string value)
    {
        var block = new Block { Data = new BlockData(), Metadata = new BlockMetadata(), Header = new BlockHeader { Number = ledger.Tip.Height } };
        block.Header.PreviousHash = ByteString.CopyFrom(ledger.Tip.BlockHash);
        block.Header.DataHash = ByteString.CopyFrom(BlockHashing.DataHash(block.Data));
        var updates = new UpdateBatch();
        updates.Put("c", "k", new StateUpdate(System.Text.Encoding.UTF8.GetBytes(value), null, new StateVersion(ledger.Tip.Height, 0)));
        await ledger.CommitAsync(new CommittedBlock
        {
            Block = block,
            HeaderHash = BlockHashing.HeaderHash(block.Header),
            CommitHash = [1],
            LastConfigBlock = 0,
            Transactions = [],
            Updates = updates,
            ExpiryOf = _ => null,
        });
    }
}
