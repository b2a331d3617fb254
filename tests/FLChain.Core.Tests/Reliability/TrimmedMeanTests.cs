using FLChain.Core.Reliability;

namespace FLChain.Core.Tests.Reliability;

public sealed class TrimmedMeanTests
{
    [Theory]
    [InlineData(new[] { 7 }, 500_000, 7)]
    [InlineData(new[] { 7, 10 }, 500_000, 8)]
    [InlineData(new[] { 9, 1, 5 }, 500_000, 5)]
    [InlineData(new[] { 0, 4, 6, 1_000_000 }, 500_000, 5)]
    [InlineData(new[] { 0, 4, 6, 1_000_000 }, 0, 250_002)]
    [InlineData(new[] { 1, 2, 3, 4, 90 }, 200_000, 3)]
    public void Of_Ratings_IsTheMeanOfTheMiddle(int[] ratings, int trim, int expected) => Assert.Equal(expected, TrimmedMean.Of(ratings, trim));

    [Fact]
    public void Of_None_IsNull() => Assert.Null(TrimmedMean.Of([], 500_000));

    [Theory]
    [InlineData(1, 500_000, 0)]
    [InlineData(2, 500_000, 0)]
    [InlineData(3, 500_000, 1)]
    [InlineData(9, 333_333, 2)]
    [InlineData(9, 0, 0)]
    public void Cut_LeavesSomething(int count, int trim, int expected) => Assert.Equal(expected, TrimmedMean.Cut(count, trim));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(3, -1)]
    [InlineData(3, 500_001)]
    public void Cut_OutOfRange_Throws(int count, int trim) => Assert.Throws<ArgumentOutOfRangeException>(() => TrimmedMean.Cut(count, trim));
}
