using System.Diagnostics;
using FLChain.Core.Events;
using FLChain.TrainerSdk.Ledger;

namespace FLChain.TrainerSdk.Tests.Ledger;

public sealed class LedgerListenerTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(20);

    [Fact]
    public async Task WaitAsync_AnEventThatMatters_EndsTheWait()
    {
        using var listener = new LedgerListener("fid", _ => { });
        var wait = listener.WaitAsync((name, _) => name == "second", Long, TestContext.Current.CancellationToken);

        listener.Hear("first", new LedgerEvent("fid"));
        listener.Hear("second", new LedgerEvent("fid"));

        Assert.True(await wait);
    }

    [Fact]
    public async Task WaitAsync_OnlyEventsThatDoNotMatter_EndsWithTheTime()
    {
        using var listener = new LedgerListener("fid", _ => { });
        listener.Hear("first", new LedgerEvent("fid"));
        var began = Stopwatch.GetTimestamp();

        Assert.False(await listener.WaitAsync((_, _) => false, Short, TestContext.Current.CancellationToken));
        Assert.True(Stopwatch.GetElapsedTime(began) >= Short / 2);
    }

    [Fact]
    public async Task WaitAsync_EachEventIsToldOnceInOrder()
    {
        using var listener = new LedgerListener("fid", _ => { });
        string[] names = ["a", "b", "c"];
        foreach (var name in names) listener.Hear(name, new LedgerEvent("fid"));
        var told = new List<string>();

        await listener.WaitAsync((name, _) => Tell(name), Long, TestContext.Current.CancellationToken);
        Assert.False(await listener.WaitAsync((name, _) => Tell(name), Short, TestContext.Current.CancellationToken));

        Assert.Equal(names, told);

        bool Tell(string name)
        {
            told.Add(name);
            return true;
        }
    }

    [Fact]
    public async Task WaitAsync_Cancelled_Throws()
    {
        using var listener = new LedgerListener("fid", _ => { });
        using var stop = new CancellationTokenSource(Short);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => listener.WaitAsync((_, _) => true, Long, stop.Token));
    }

    [Fact]
    public void Dispose_TellsThatNobodyListensAnyMore()
    {
        LedgerListener? forgotten = null;
        var listener = new LedgerListener("fid", gone => forgotten = gone);

        listener.Dispose();

        Assert.Same(listener, forgotten);
    }
}
