using System.Diagnostics;
using System.Threading.Channels;
using FLChain.DevPeer.Ordering;
using Google.Protobuf;

namespace FLChain.DevPeer.Tests.Ordering;

public sealed class BatchCutterTests
{
    private static readonly BatchLimits Limits = new(TimeSpan.FromMilliseconds(100), 3, 1000, 10_000);

    private readonly Channel<OrderedEnvelope> queue = Channel.CreateUnbounded<OrderedEnvelope>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Next_AsManyAsTheLimit_IsCutAtOnceAndTheRestFollows()
    {
        var cutter = new BatchCutter(queue.Reader, Limits with { Timeout = TimeSpan.FromMinutes(1) });
        Enqueue(1, 2, 3, 4, 5, 6);

        Assert.Equal([1, 2, 3], Sizes(await cutter.NextAsync(Token)));
        Assert.Equal([4, 5, 6], Sizes(await cutter.NextAsync(Token)));
    }

    [Fact]
    public async Task Next_FewerThanTheLimit_IsCutWhenTheFirstHasWaited()
    {
        var cutter = new BatchCutter(queue.Reader, Limits);
        var started = Stopwatch.GetTimestamp();
        Enqueue(1, 2);

        Assert.Equal([1, 2], Sizes(await cutter.NextAsync(Token)));
        Assert.True(Stopwatch.GetElapsedTime(started) >= TimeSpan.FromMilliseconds(90));
    }

    [Fact]
    public async Task Next_OneThatWouldOverfill_OpensTheNextBlock()
    {
        var cutter = new BatchCutter(queue.Reader, Limits);
        Enqueue(600, 500, 100);

        Assert.Equal([600], Sizes(await cutter.NextAsync(Token)));
        Assert.Equal([500, 100], Sizes(await cutter.NextAsync(Token)));
    }

    [Fact]
    public async Task Next_OneOverThePreferredSize_GetsABlockToItself()
    {
        var cutter = new BatchCutter(queue.Reader, Limits with { Timeout = TimeSpan.FromMinutes(1) });
        Enqueue(5000, 1, 5000, 5000);

        Assert.Equal([5000], Sizes(await cutter.NextAsync(Token)));
        Assert.Equal([1], Sizes(await cutter.NextAsync(Token)));
        Assert.Equal([5000], Sizes(await cutter.NextAsync(Token)));
        Assert.Equal([5000], Sizes(await cutter.NextAsync(Token)));
    }

    [Fact]
    public async Task Next_QueuedDuringASlowCommit_StillComesAlong()
    {
        var cutter = new BatchCutter(queue.Reader, Limits);
        Enqueue(1, 2);
        await Task.Delay(200, Token);

        Assert.Equal([1, 2], Sizes(await cutter.NextAsync(Token)));
    }

    [Fact]
    public async Task Next_QueueClosed_CutsTheRestAndEnds()
    {
        var cutter = new BatchCutter(queue.Reader, Limits with { Timeout = TimeSpan.FromMinutes(1) });
        Enqueue(1);
        queue.Writer.Complete();

        Assert.Equal([1], Sizes(await cutter.NextAsync(Token)));
        Assert.Null(await cutter.NextAsync(Token));
    }

    private void Enqueue(params int[] sizes)
    {
        foreach (var size in sizes)
            Assert.True(queue.Writer.TryWrite(new OrderedEnvelope(ByteString.CopyFrom(new byte[size]), Stopwatch.GetTimestamp())));
    }

    private static IEnumerable<int> Sizes(IReadOnlyList<ByteString>? batch) => batch!.Select(envelope => envelope.Length);
}
