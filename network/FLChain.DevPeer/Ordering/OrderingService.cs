using System.Diagnostics;
using System.Threading.Channels;
using FLChain.DevPeer.Ledger;
using Google.Protobuf;
using Microsoft.Extensions.Logging;

namespace FLChain.DevPeer.Ordering;

/// <summary>The queue of submitted transactions, and the loop that cuts and commits blocks from it. Safe for concurrent use.</summary>
internal sealed class OrderingService : IAsyncDisposable
{
    /// <summary>Transactions that may wait; submitters of further ones wait themselves.</summary>
    private const int QueueLength = 10_000;

    /// <summary>Bytes that may wait.</summary>
    private const long QueueBytes = 256L << 20;

    private readonly Channel<OrderedEnvelope> queue = Channel.CreateBounded<OrderedEnvelope>(
        new BoundedChannelOptions(QueueLength) { SingleReader = true });

    private readonly BlockCommitter committer;
    private readonly BatchCutter cutter;
    private readonly LedgerStore ledger;
    private readonly TransactionWatch watch;
    private readonly ILogger logger;
    private readonly Task loop;
    private long queuedBytes;

    public OrderingService(LedgerStore ledger, BlockCommitter committer, BatchLimits limits, TransactionWatch watch, ILogger logger)
    {
        this.ledger = ledger;
        this.committer = committer;
        this.watch = watch;
        this.logger = logger;
        cutter = new BatchCutter(queue.Reader, limits);
        loop = Task.Run(RunAsync);
    }

    /// <summary>Puts a transaction into the queue. False when the queue is full of bytes, or the peer commits no more.</summary>
    public async ValueTask<bool> TryOrderAsync(ByteString envelope, CancellationToken cancellationToken)
    {
        if (Interlocked.Add(ref queuedBytes, envelope.Length) <= QueueBytes)
        {
            try
            {
                await queue.Writer.WriteAsync(new OrderedEnvelope(envelope, Stopwatch.GetTimestamp()), cancellationToken);
                return true;
            }
            catch (ChannelClosedException)
            {
                // Reported below as any refusal is.
            }
            catch (OperationCanceledException)
            {
                Interlocked.Add(ref queuedBytes, -envelope.Length);
                throw;
            }
        }
        Interlocked.Add(ref queuedBytes, -envelope.Length);
        return false;
    }

    /// <summary>Commits what is queued, then stops. A second call does nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await loop;
        watch.Close();
    }

    private async Task RunAsync()
    {
        while (await cutter.NextAsync(CancellationToken.None) is { } batch)
        {
            try
            {
                await committer.CommitAsync(batch);
            }
#pragma warning disable CA1031 // Whatever it was: what is on disk is whole, and nothing may be built on a block that is not.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                OrderingLog.CommitFailed(logger, ledger.Tip.Height, exception);
                queue.Writer.TryComplete();
                ledger.Height.Close();
                watch.Close();
                return;
            }
            Interlocked.Add(ref queuedBytes, -batch.Sum(envelope => (long)envelope.Length));
        }
    }
}
