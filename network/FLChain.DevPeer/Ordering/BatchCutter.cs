using System.Diagnostics;
using System.Threading.Channels;
using Google.Protobuf;

namespace FLChain.DevPeer.Ordering;

/// <summary>Takes envelopes off the queue in order and cuts them into blocks, as Fabric's orderer does. One reader.</summary>
internal sealed class BatchCutter(ChannelReader<OrderedEnvelope> queue, BatchLimits limits)
{
    /// <summary>
    /// The next block's envelopes: at the latest when the first has waited for the batch time-out, earlier when the block
    /// is full. Null when the queue is closed and empty.
    /// </summary>
    public async Task<IReadOnlyList<ByteString>?> NextAsync(CancellationToken cancellationToken)
    {
        if (!await queue.WaitToReadAsync(cancellationToken) || !queue.TryRead(out var first))
            return null;
        var batch = new List<ByteString> { first.Bytes };
        long bytes = first.Bytes.Length;
        while (batch.Count < limits.MaxMessageCount && bytes < limits.PreferredMaxBytes)
        {
            if (!await WaitForMoreAsync(first.ArrivedAt, cancellationToken) || !queue.TryPeek(out var next))
                break;
            // One that would overfill this block opens the next.
            if (bytes + next.Bytes.Length > limits.PreferredMaxBytes)
                break;
            queue.TryRead(out _);
            batch.Add(next.Bytes);
            bytes += next.Bytes.Length;
        }
        return batch;
    }

    // After a slow commit the first envelope's time may be over already: what waits behind it still comes along.
    private async ValueTask<bool> WaitForMoreAsync(long since, CancellationToken cancellationToken)
    {
        if (queue.TryPeek(out _))
            return true;
        var left = limits.Timeout - Stopwatch.GetElapsedTime(since);
        if (left <= TimeSpan.Zero)
            return false;
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timer.CancelAfter(left);
        try
        {
            return await queue.WaitToReadAsync(timer.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
