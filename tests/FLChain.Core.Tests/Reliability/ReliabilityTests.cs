using FLChain.Core.Ledger;
using FLChain.Core.Policies;
using FLChain.Core.Reliability;

namespace FLChain.Core.Tests.Reliability;

public sealed class ReliabilityTests
{
    private const int Memory = 990_000;

    private static readonly Policy Policy = Policy.Default("AuthorityMSP", [1]) with
    {
        InitialReliability = 500_000,
        ReliabilityPriorWeight = 10,
        ReliabilityMemory = Memory,
        FaultFactor = 250_000,
    };

    [Fact]
    public void Of_NoEvidence_IsTheInitialValue() => Assert.Equal(500_000, ReliabilityScore.Of(Evidence.None, Policy));

    [Theory]
    [InlineData(1_000_000, 1, 545_454)]
    [InlineData(0, 1, 454_545)]
    [InlineData(0, 5, 333_333)]
    [InlineData(500_000, 7, 500_000)]
    public void Of_OneRating_IsTheWeightedMeanRoundedDown(int rating, int weight, int expected) =>
        Assert.Equal(expected, ReliabilityScore.Of(Evidence.None.With(rating, Memory, weight), Policy));

    [Fact]
    public void Of_EndlessPraise_StaysBelowOneWholeAndNeverOverflows()
    {
        var praised = Enumerable.Range(0, 100_000).Aggregate(Evidence.None, (evidence, _) => evidence.With(Ratio.One, 999_000, 10_000));
        Assert.InRange(ReliabilityScore.Of(praised, Policy), 999_000, Ratio.One);
        Assert.True(praised.Sum <= praised.Weight * Ratio.One);
        Assert.Equal(100_000, praised.Count);
    }

    [Fact]
    public void With_LaterRatings_FadeTheEarlierOnes()
    {
        var bad = Evidence.None.With(0, 500_000);
        Assert.Equal(new Evidence(1_000_000_000, 1_500, 2, 0), bad.With(Ratio.One, 500_000));
        Assert.Equal(new Evidence(1_500_000_000, 1_750, 3, 0), bad.With(Ratio.One, 500_000).With(Ratio.One, 500_000));
    }

    // A hundred good ratings, then as many bad ones: with a memory of one hundred ratings the bad ones weigh more.
    [Fact]
    public void Of_ConductThatTurned_FollowsTheLaterConduct()
    {
        var good = Enumerable.Range(0, 100).Aggregate(Evidence.None, (evidence, _) => evidence.With(Ratio.One, Memory));
        var turned = Enumerable.Range(0, 100).Aggregate(good, (evidence, _) => evidence.With(0, Memory));
        Assert.True(ReliabilityScore.Of(turned, Policy) < 400_000);
    }

    [Fact]
    public void And_IsTheSameAsTheRatingsOneByOne_UpToRounding()
    {
        var first = Evidence.None.With(900_000, Memory).With(100_000, Memory);
        var together = first.And(Evidence.None.With(400_000, Memory).With(700_000, Memory).WithFault(), Memory);
        var oneByOne = first.With(400_000, Memory).With(700_000, Memory).WithFault();
        Assert.Equal((oneByOne.Count, oneByOne.Faults), (together.Count, together.Faults));
        Assert.InRange(together.Weight, oneByOne.Weight - 2, oneByOne.Weight + 2);
        Assert.InRange(ReliabilityScore.Of(together, Policy), ReliabilityScore.Of(oneByOne, Policy) - 200, ReliabilityScore.Of(oneByOne, Policy) + 200);
    }

    [Fact]
    public void Of_OneFault_OutweighsAnyRunOfPraise()
    {
        var faulty = Enumerable.Range(0, 10_000).Aggregate(Evidence.None.WithFault(), (evidence, _) => evidence.With(Ratio.One, 999_000, 10_000));
        Assert.True(ReliabilityScore.Of(faulty, Policy) <= Policy.FaultFactor);
        Assert.True(ReliabilityScore.Of(faulty, Policy) < ReliabilityScore.Of(Evidence.None, Policy));
        Assert.Equal(0, ReliabilityScore.Of(faulty with { Faults = int.MaxValue }, Policy));
    }

    [Theory]
    [InlineData(-1, 990_000, 1)]
    [InlineData(1_000_001, 990_000, 1)]
    [InlineData(1, -1, 1)]
    [InlineData(1, 1_000_001, 1)]
    [InlineData(1, 990_000, 0)]
    [InlineData(1, 990_000, 10_001)]
    public void With_OutOfRange_Throws(int rating, int memory, int weight) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Evidence.None.With(rating, memory, weight));

    [Theory]
    [InlineData(0, 0, 1_000_000)]
    [InlineData(990_000, 0, 1_000_000)]
    [InlineData(990_000, 1, 990_000)]
    [InlineData(500_000, 3, 125_000)]
    [InlineData(1_000_000, int.MaxValue, 1_000_000)]
    [InlineData(999_999, int.MaxValue, 0)]
    public void Power_IsTheRatioToThePower(int ratio, int exponent, int expected) => Assert.Equal(expected, Ratio.Power(ratio, exponent));
}
