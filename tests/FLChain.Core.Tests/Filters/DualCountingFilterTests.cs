using FLChain.Core.Filters;
using FLChain.Core.Records;

namespace FLChain.Core.Tests.Filters;

public sealed class DualCountingFilterTests
{
    // ((1 − (1 − 1/m)^(kn))^k)² in double precision elsewhere, for 1 MiB and four hashes.
    [Theory]
    [InlineData(1_000, 1.1134704632910336e-17)]
    [InlineData(10_000, 8.476766530029577e-10)]
    [InlineData(50_000, 0.00010233946085689622)]
    public void ExpectedRate_OfTheDefaultSize_IsTheFormulas(int models, double expected)
    {
        var rate = (double)DualCountingFilter.ExpectedRate(models, new ModelFilter().OnSale.CountersPerFilter, 4);
        Assert.InRange(rate, expected * 0.999, expected * 1.001);
    }

    [Fact]
    public void ExpectedRate_Edges_AreZeroAndNearlyOne()
    {
        Assert.Equal(0m, DualCountingFilter.ExpectedRate(0, 1024, 4));
        Assert.InRange(DualCountingFilter.ExpectedRate(1_000_000, 1024, 4), 0.999_999m, 1m);
        Assert.Throws<ArgumentOutOfRangeException>(() => DualCountingFilter.ExpectedRate(-1, 1024, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => DualCountingFilter.ExpectedRate(1, 1, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => DualCountingFilter.ExpectedRate(1, 1024, 0));
    }

    [Theory]
    [InlineData(10_000, 4)]
    [InlineData(10_000, 2)]
    [InlineData(6_000, 6)]
    public void MeasuredRate_OfWrongYeses_IsTheExpectedOne(int models, int hashes)
    {
        const int Asked = 100_000;
        var filter = new ModelFilter(new FilterOptions { Bytes = 64 * 1024, Hashes = hashes });
        for (var i = 0; i < models; i++) filter.TryMove($"flm-{i}", ModelStatus.Unavailable, ModelStatus.Onsale);
        var wrong = Enumerable.Range(0, Asked).Count(i => filter.Ask($"other-{i}") != FilterAnswer.Neither);

        // The names are fixed and so is the count. The number of wrong yeses is binomial: six deviations, and a tenth for
        // double hashing, whose rate is a little above that of independent hashes.
        var expected = (double)filter.OnSale.ExpectedFalsePositives * Asked;
        Assert.InRange(wrong, (expected * 0.9) - (6 * Math.Sqrt(expected)), (expected * 1.1) + (6 * Math.Sqrt(expected)));
        Assert.True(expected > 500, $"{expected} wrong yeses are too few to measure");
    }

    [Fact]
    public void Families_AreIndependent_BothFiltersTogetherAreWrongAsRarelyAsTheirProduct()
    {
        // With one family for both the rate would be its square root: 0.25 instead of 0.06.
        var filter = new ModelFilter(new FilterOptions { Bytes = 64 * 1024 });
        for (var i = 0; i < 10_000; i++) filter.TryMove($"flm-{i}", ModelStatus.Unavailable, ModelStatus.Problematic);
        var wrong = Enumerable.Range(0, 20_000).Count(i => filter.Ask($"other-{i}") == FilterAnswer.InJudging);
        Assert.InRange(wrong / 20_000.0, 0.04, 0.09);
    }
}
