using FLChain.Core.Training;

namespace FLChain.Core.Tests.Training;

public sealed class UnmaskingDutyTests
{
    private static readonly string[] Active = ["a", "b", "c", "d", "e"];

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void IsFirst_EachIteration_ThresholdMembersAndOverTimeEachAsOften(int threshold)
    {
        var turns = Active.ToDictionary(dpId => dpId, _ => 0);
        for (var iteration = 1; iteration <= 10; iteration++)
        {
            var first = Active.Where(dpId => UnmaskingDuty.IsFirst(Active, dpId, threshold, iteration)).ToArray();
            Assert.Equal(threshold, first.Length);
            foreach (var dpId in first) turns[dpId]++;
        }

        Assert.All(turns.Values, count => Assert.Equal(2 * threshold, count));
    }

    [Fact]
    public void IsFirst_NotActive_IsNever() =>
        Assert.All(Enumerable.Range(0, 10), iteration => Assert.False(UnmaskingDuty.IsFirst(Active, "z", 5, iteration)));
}
