using System.Threading.Channels;
using FLChain.Fabric.Client;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Protos;
using Google.Protobuf;
using Microsoft.Data.Sqlite;

namespace FLChain.Gateway.Index;

/// <summary>
/// Keeps the index in step with the ledger for as long as the gateway runs: goes on after the last block, takes another
/// peer when one is lost, waits when there is none, and says so. It never takes in a block that does not follow.
/// </summary>
internal sealed class IndexFollower(LedgerIndex index, ILedgerSource source, TimeProvider time, ILogger<IndexFollower> logger) : BackgroundService
{
    /// <summary>Most blocks in one commit, when there is much to catch up with.</summary>
    private const int MostInBatch = 64;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(15);

    /// <summary>How often the ledger is asked for its height.</summary>
    public static readonly TimeSpan HeightInterval = TimeSpan.FromSeconds(2);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(FollowAsync(stoppingToken), AskHeightAsync(stoppingToken));

    /// <summary>Takes in blocks until there are as many as these in the index, and ends; for rebuilding.</summary>
    /// <exception cref="ChainBreakException">The blocks do not continue the index.</exception>
    public async Task CatchUpAsync(ulong blocks, CancellationToken cancellationToken)
    {
        if (index.Height.Blocks < blocks) await FollowOnceAsync(blocks, cancellationToken);
    }

    private async Task FollowAsync(CancellationToken stop)
    {
        var delay = FirstDelay;
        while (!stop.IsCancellationRequested)
        {
            var before = index.Height.Blocks;
            try
            {
                await FollowOnceAsync(ulong.MaxValue, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (ChainBreakException error)
            {
                IndexLog.ChainBroken(logger, error.Message);
                index.InTrouble(error.Message);
            }
            catch (Exception error) when (IsPassing(error))
            {
                IndexLog.StreamLost(logger, index.Height.Blocks, error.Message);
                index.InTrouble("no peer gives blocks: " + error.Message);
            }

            delay = index.Height.Blocks > before ? FirstDelay : Longer(delay);
            await Task.Delay(delay, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task FollowOnceAsync(ulong until, CancellationToken stop)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var waiting = Channel.CreateBounded<Block>(new BoundedChannelOptions(MostInBatch) { SingleReader = true, SingleWriter = true });
        var pump = PumpAsync(waiting.Writer, ending.Token);
        try
        {
            var known = index.Height.Blocks > 0;
            var batch = new List<Block>(MostInBatch);
            while (index.Height.Blocks < until && await waiting.Reader.WaitToReadAsync(stop))
            {
                batch.Clear();
                while (batch.Count < MostInBatch && index.Height.Blocks + (ulong)batch.Count < until && waiting.Reader.TryRead(out var block))
                {
                    // The stream begins with the last block that is in the index: the peer shows that it has the same ledger.
                    if (known) index.RequireLast(block);
                    else batch.Add(block);
                    known = false;
                }

                index.Apply(batch);
            }
        }
        finally
        {
            await ending.CancelAsync();
            await pump.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task PumpAsync(ChannelWriter<Block> waiting, CancellationToken stop)
    {
        Exception? end = null;
        try
        {
            var first = index.Height.Blocks;
            await foreach (var block in source.BlocksAsync(first > 0 ? first - 1 : 0, stop)) await waiting.WriteAsync(block, stop);
            end = new IOException("the stream of blocks ended");
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            end = error;
        }

        waiting.Complete(end);
    }

    private async Task AskHeightAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                index.LedgerHas(await source.HeightAsync(stop), time.GetUtcNow().ToUnixTimeMilliseconds());
            }
            catch (Exception error) when (IsPassing(error) || error is OperationCanceledException)
            {
                // The stream of blocks tells that no peer is there; the height stays the last one known, with its time.
            }

            await Task.Delay(HeightInterval, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static TimeSpan Longer(TimeSpan delay) => delay * 2 < LongestDelay ? delay * 2 : LongestDelay;

    private static bool IsPassing(Exception error) =>
        error is FabricException or GrpcException or IOException or SqliteException or InvalidProtocolBufferException;
}
