using FLChain.Cli.Demo;

namespace FLChain.Cli.Tests.Demo;

public sealed class TogetherTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunAsync_AllEnd_GivesTheResultsInOrder()
    {
        var results = await Together.RunAsync([3, 1, 2], async (party, token) =>
        {
            await Task.Delay(party, token);
            return party;
        }, Stop);
        Assert.Equal([3, 1, 2], results);
    }

    [Fact]
    public async Task RunAsync_OneFails_EndsThoseThatWaitForItAndSaysWhy()
    {
        var ended = 0;
        using var begun = new SemaphoreSlim(0);
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => Together.RunAsync<int, int>([0, 1, 2], async (party, token) =>
        {
            if (party == 1)
            {
                await begun.WaitAsync(token);
                await begun.WaitAsync(token);
                throw new InvalidDataException("the peer is gone");
            }

            begun.Release();
            try
            {
                await Task.Delay(Timeout.Infinite, token);
            }
            finally
            {
                Interlocked.Increment(ref ended);
            }

            return party;
        }, Stop));

        Assert.Equal("the peer is gone", error.Message);
        Assert.Equal(2, ended);
    }

    [Fact]
    public async Task RunAsync_Cancelled_EndsAll()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var running = Together.RunAsync<int, int>([0, 1], async (party, token) =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return party;
        }, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }
}
