using FLChain.Core.Ledger;
using FLChain.Core.Policies;
using FLChain.Core.Reliability;

namespace FLChain.Core.Tests.Reliability;

public sealed class ReliabilityTests
{
    private static readonly Policy Policy = Policy.Default("AuthorityMSP", [1]) with { InitialReliability = 500_000, ReliabilityPriorWeight = 10 };

    [Fact]
    public void Of_NoEvidence_IsTheInitialValue() => Assert.Equal(500_000, ReliabilityScore.Of(Evidence.None, Policy));

    [Theory]
    [InlineData(1_000_000, 1, 545_454)]
    [InlineData(0, 1, 454_545)]
    [InlineData(0, 5, 333_333)]
    [InlineData(500_000, 7, 500_000)]
    public void Of_OneRating_IsTheWeightedMeanRoundedDown(int rating, int weight, int expected) =>
        Assert.Equal(expected, ReliabilityScore.Of(Evidence.None.With(rating, weight), Policy));

    [Fact]
    public void Of_ManyRatings_ApproachesThemAndStaysInRange()
    {
        var best = Enumerable.Range(0, 1_000_000).Aggregate(Evidence.None, (evidence, _) => evidence.With(Ratio.One));
        Assert.InRange(ReliabilityScore.Of(best, Policy), 999_990, Ratio.One);
        Assert.Equal(0, ReliabilityScore.Of(new Evidence(0, 1_000_000), Policy with { InitialReliability = 0 }));
    }

    [Fact]
    public void Of_BetterRating_NeverLowersIt()
    {
        var random = new Random(1);
        for (var run = 0; run < 1_000; run++)
        {
            var evidence = new Evidence(random.NextInt64(0, 50_000_000), 50);
            var rating = random.Next(0, Ratio.One);
            Assert.True(ReliabilityScore.Of(evidence.With(rating + 1), Policy) >= ReliabilityScore.Of(evidence.With(rating), Policy));
        }
    }

    [Fact]
    public void With_AWeight_CountsThatOften()
    {
        Assert.Equal(new Evidence(3_000, 3), Evidence.None.With(1_000, 3));
        Assert.Equal(Evidence.None.With(1_000).With(1_000), Evidence.None.With(1_000, 2));
        Assert.Equal(new Evidence(30, 5), new Evidence(10, 2).And(new Evidence(20, 3)));
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(1_000_001, 1)]
    [InlineData(1, 0)]
    [InlineData(1, -1)]
    public void With_OutOfRange_Throws(int rating, int weight) => Assert.Throws<ArgumentOutOfRangeException>(() => Evidence.None.With(rating, weight));
}
