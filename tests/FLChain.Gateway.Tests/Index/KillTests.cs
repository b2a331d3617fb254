namespace FLChain.Gateway.Tests.Index;

public sealed class KillTests
{
    /// <summary>However often and whenever the process is killed: content, filter and tree are those of an index that was never disturbed.</summary>
    [Fact]
    public async Task Killed_AtAnyMoment_EndsWithTheIndexOfTheLedger()
    {
        using var folder = new TemporaryFolder();
        var chain = RandomLedger.Of(250, seed: 5);
        KilledIndex.Save(folder["blocks"], chain.Blocks);
        var random = new Random(3);
        var kills = 0;
        for (var done = false; !done; kills++)
        {
            using var process = KilledIndex.Start(folder["blocks"], folder["index.db"]);
            done = await process.KillAfterAsync(random.Next(1, 80), TestContext.Current.CancellationToken);
            if (done) break;
            using var partly = TestIndex.Open(folder["index.db"]);
            using var undisturbed = TestIndex.Open(folder[$"part-{kills}.db"]);
            undisturbed.Apply(chain.Blocks.Take((int)partly.Height.Blocks));
            Assert.Equal(undisturbed.Fingerprint(), partly.Fingerprint());
        }

        Assert.True(kills >= 3, $"the process was killed {kills} times only");
        using var index = TestIndex.Open(folder["index.db"]);
        using var fresh = TestIndex.Open(folder["fresh.db"]);
        fresh.Apply(chain.Blocks);
        Assert.Equal(250UL, index.Height.Blocks);
        Assert.Equal(fresh.Fingerprint(), index.Fingerprint());
    }
}
