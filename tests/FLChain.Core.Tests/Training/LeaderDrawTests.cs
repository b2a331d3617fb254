using System.Security.Cryptography;
using FLChain.Core.Training;

namespace FLChain.Core.Tests.Training;

public sealed class LeaderDrawTests
{
    private static readonly LeaderCandidate[] Four = [new("aa", 700_000), new("bb", 500_000), new("cc", 300_000), new("dd", 100_000)];
    private static readonly byte[] Seed = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    // Computed by another implementation, from the description alone: SHA-512 over the tag, the seed and the fid, each with its
    // length in 4 bytes, and the iteration in 4 bytes, big-endian, modulo the sum of the weights.
    [Theory]
    [InlineData(1, "bb", "aa")]
    [InlineData(2, "bb", "aa")]
    [InlineData(3, "aa", "aa")]
    [InlineData(4, "aa", "bb")]
    [InlineData(5, "bb", "bb")]
    [InlineData(6, "bb", "aa")]
    [InlineData(7, "bb", "aa")]
    [InlineData(8, "aa", "aa")]
    public void Draw_FixedSeed_GivesTheKnownLeader(int iteration, string ofAll, string ofUpperHalf)
    {
        Assert.Equal(ofAll, LeaderDraw.Draw(Four, 1_000_000, Seed, "flm-digits", iteration));
        Assert.Equal(ofUpperHalf, LeaderDraw.Draw(Four, 500_000, Seed, "flm-digits", iteration));
    }

    [Fact]
    public void Draw_CandidatesInAnyOrder_GivesTheSame()
    {
        var random = new Random(1);
        for (var iteration = 0; iteration < 200; iteration++)
        {
            LeaderCandidate[] shuffled = [.. Four];
            random.Shuffle(shuffled);
            Assert.Equal(LeaderDraw.Draw(Four, 750_000, Seed, "flm-a", iteration), LeaderDraw.Draw(shuffled, 750_000, Seed, "flm-a", iteration));
        }
    }

    [Fact]
    public void Draw_ManySeeds_FollowsTheWeights()
    {
        const int draws = 40_000;
        var counts = Four.ToDictionary(candidate => candidate.DpId, _ => 0);
        for (var i = 0; i < draws; i++) counts[LeaderDraw.Draw(Four, 1_000_000, SHA256.HashData(BitConverter.GetBytes(i)), "flm-a", 1)]++;

        // Chi-square with 3 degrees of freedom: 16.27 is exceeded once in a thousand; the seeds are fixed, so this never changes.
        var total = Four.Sum(candidate => candidate.Rely);
        var chiSquare = Four.Sum(candidate => Math.Pow(counts[candidate.DpId] - ((double)draws * candidate.Rely / total), 2) / ((double)draws * candidate.Rely / total));
        Assert.True(chiSquare < 16.27, $"chi-square is {chiSquare}");
    }

    [Theory]
    [InlineData(1, new[] { "aa" })]
    [InlineData(250_000, new[] { "aa" })]
    [InlineData(250_001, new[] { "aa", "bb" })]
    [InlineData(500_000, new[] { "aa", "bb" })]
    [InlineData(750_000, new[] { "aa", "bb", "cc" })]
    [InlineData(1_000_000, new[] { "aa", "bb", "cc", "dd" })]
    public void Draw_UpperPart_DrawsFromTheMostReliableOnly(int upperPart, string[] expected) => Assert.Equal(expected, Drawn(Four, upperPart));

    [Fact]
    public void Draw_AsReliableAsTheLastOfThePart_IsInItToo() =>
        Assert.Equal(["aa", "bb", "cc"], Drawn([new("cc", 5), new("bb", 5), new("aa", 9), new("dd", 4)], 500_000));

    [Fact]
    public void Draw_NobodyIsReliable_IsStillADraw() => Assert.Equal(["aa", "bb"], Drawn([new("aa", 0), new("bb", 0)], 500_000));

    [Fact]
    public void Draw_OneCandidate_IsTheLeader() => Assert.Equal("aa", LeaderDraw.Draw([new("aa", 0)], 1, [], "flm-a", 0));

    [Fact]
    public void Draw_OtherSeedFidOrIteration_DrawsAnew()
    {
        string Line(Func<int, string> draw) => string.Concat(Enumerable.Range(0, 64).Select(draw));
        var known = Line(i => LeaderDraw.Draw(Four, 1_000_000, Seed, "flm-a", i));
        Assert.NotEqual(known, Line(i => LeaderDraw.Draw(Four, 1_000_000, [.. Seed[1..], 0], "flm-a", i)));
        Assert.NotEqual(known, Line(i => LeaderDraw.Draw(Four, 1_000_000, Seed, "flm-b", i)));
        Assert.NotEqual(known, Line(i => LeaderDraw.Draw(Four, 1_000_000, Seed, "flm-a", i + 64)));
    }

    [Fact]
    public void Draw_BadArguments_Throw()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => LeaderDraw.Draw([], 1, Seed, "flm-a", 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => LeaderDraw.Draw(Four, 0, Seed, "flm-a", 1));
    }

    private static string[] Drawn(LeaderCandidate[] candidates, int upperPart) =>
        [.. Enumerable.Range(0, 500).Select(i => LeaderDraw.Draw(candidates, upperPart, Seed, "flm-a", i)).Distinct().Order(StringComparer.Ordinal)];
}
