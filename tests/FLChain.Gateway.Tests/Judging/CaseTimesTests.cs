using FLChain.Gateway.Judging;

namespace FLChain.Gateway.Tests.Judging;

public sealed class CaseTimesTests
{
    [Theory]
    [InlineData(10_000, 15, 9_999, CaseTime.Open)]
    [InlineData(10_000, 15, 10_000, CaseTime.Open)]
    [InlineData(10_000, 15, 10_001, CaseTime.Over)]
    [InlineData(10_000, 15, 25_000, CaseTime.Over)]
    [InlineData(10_000, 15, 25_001, CaseTime.Due)]
    [InlineData(10_000, 0, 10_000, CaseTime.Open)]
    [InlineData(10_000, 0, 10_001, CaseTime.Due)]
    [InlineData(long.MaxValue, int.MaxValue, 0, CaseTime.Open)]
    internal void At_CountsTheDeadlineLaterAgainstOthers(long deadline, int skewSeconds, long now, CaseTime expected) =>
        Assert.Equal(expected, CaseTimes.At(deadline, skewSeconds, now));
}
