using FLChain.Benchmarks.Federations;

namespace FLChain.EndToEnd.Tests.Benchmarks;

public sealed class HaltTests
{
    [Fact]
    public async Task BeforeAsync_ChosenIteration_WaitsForAllAndTheWork()
    {
        var token = TestContext.Current.CancellationToken;
        var done = 0;
        var halt = new Halt(3, [2, 4], _ =>
        {
            done++;
            return Task.CompletedTask;
        });
        await halt.BeforeAsync(1, token);
        foreach (var (iteration, times) in new[] { (2, 1), (4, 2) })
        {
            Task[] early = [halt.BeforeAsync(iteration, token), halt.BeforeAsync(iteration, token)];
            Assert.DoesNotContain(early, task => task.IsCompleted);

            await Task.WhenAll([.. early, halt.BeforeAsync(iteration, token)]);

            Assert.Equal(times, done);
        }
    }
}
