using FLChain.Benchmarks;

namespace FLChain.EndToEnd.Tests.Benchmarks;

public sealed class SamplingTests
{
    [Fact]
    public void Median_OfAnEvenNumber_IsTheMeanOfTheTwoInTheMiddle() => Assert.Equal(2.5, Sampling.Median([4, 1, 3, 2]));

    [Fact]
    public void Median_OfAnOddNumber_IsTheOneInTheMiddle() => Assert.Equal(3, Sampling.Median([5, 3, 1]));

    [Fact]
    public void Median_OfNothing_IsNotANumber() => Assert.True(double.IsNaN(Sampling.Median([])));

    [Fact]
    public void Percentile_OfAHundred_LiesBetweenItsNeighbours()
    {
        var samples = Enumerable.Range(1, 100).Select(number => (double)number).ToArray();

        Assert.Equal(99.01, Sampling.Percentile(samples, 99), 9);
        Assert.Equal(100, Sampling.Percentile(samples, 100));
    }

    [Fact]
    public void MedianBounds_OfTwelve_AreTheThirdFromEachEnd() =>
        Assert.Equal((3.0, 10.0), Sampling.MedianBounds(Enumerable.Range(1, 12).Select(number => (double)number)));
}
