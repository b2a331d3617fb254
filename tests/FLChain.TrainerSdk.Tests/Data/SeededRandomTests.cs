using FLChain.TrainerSdk.Data;

namespace FLChain.TrainerSdk.Tests.Data;

public sealed class SeededRandomTests
{
    [Fact]
    public void NextUInt64_FixedSeed_GivesTheRecordedNumbers()
    {
        // SHA-512 in counter mode, computed by another implementation (Node.js).
        var random = new SeededRandom("label", 1, 2);
        ulong[] numbers = [.. Enumerable.Range(0, 9).Select(_ => random.NextUInt64())];

        Assert.Equal("08d9b1b2856cbb0b", numbers[0].ToString("x16"));
        Assert.Equal("09c47ebb843eca61", numbers[7].ToString("x16"));
        Assert.Equal("b98dc8192b5e1795", numbers[8].ToString("x16"));
    }

    [Fact]
    public void Streams_OfOtherLabelsSeedsOrIndices_Differ()
    {
        ulong[] firsts =
        [
            new SeededRandom("a", 1, 2).NextUInt64(), new SeededRandom("b", 1, 2).NextUInt64(),
            new SeededRandom("a", 2, 2).NextUInt64(), new SeededRandom("a", 1, 3).NextUInt64(),
            new SeededRandom("a", 2, 1).NextUInt64(),
            new SeededRandom("ab", [99]).NextUInt64(), new SeededRandom("a", [98, 99]).NextUInt64(),
        ];

        Assert.Equal(firsts.Length, firsts.Distinct().Count());
    }

    [Fact]
    public void Draws_ManyOfThem_HaveTheRightRangesAndMoments()
    {
        var random = new SeededRandom("moments", 0, 0);
        double[] uniform = [.. Enumerable.Range(0, 50_000).Select(_ => random.NextDouble())];
        double[] normal = [.. Enumerable.Range(0, 50_000).Select(_ => random.NextNormal())];
        int[] counts = new int[7];
        for (int i = 0; i < 70_000; i++)
            counts[random.NextBelow(7)]++;

        Assert.All(uniform, value => Assert.True(value is >= 0 and < 1));
        Assert.Equal(0.5, uniform.Average(), 0.01);
        Assert.Equal(0, normal.Average(), 0.02);
        Assert.Equal(1, normal.Average(value => value * value), 0.03);
        Assert.All(counts, count => Assert.InRange(count, 9_600, 10_400));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextBelow(0));
    }

    [Fact]
    public void Shuffle_Items_KeepsThemAllAndReachesEveryOrder()
    {
        var random = new SeededRandom("shuffle", 0, 0);
        var seen = new HashSet<string>();
        for (int i = 0; i < 300; i++)
        {
            int[] items = [1, 2, 3, 4];
            random.Shuffle<int>(items);
            Assert.Equal([1, 2, 3, 4], items.Order());
            seen.Add(string.Join(',', items));
        }

        Assert.Equal(24, seen.Count);
    }
}
