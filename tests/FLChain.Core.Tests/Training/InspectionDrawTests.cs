using FLChain.Core.Ledger;
using FLChain.Core.Training;

namespace FLChain.Core.Tests.Training;

public sealed class InspectionDrawTests
{
    private static readonly byte[] Beacon = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    // Computed by another implementation, from the description alone: SHA-512 over the tag, the beacon, the fid and the dpId, each
    // with its length in 4 bytes, and the iteration in 4 bytes, big-endian; its first 8 bytes times a million, over 2^64.
    [Theory]
    [InlineData("aa", 1, 170796)]
    [InlineData("aa", 2, 854864)]
    [InlineData("aa", 100_000, 989722)]
    [InlineData("bb", 1, 215408)]
    [InlineData("bb", 2, 494067)]
    [InlineData("bb", 100_000, 319613)]
    public void IsDrawn_FixedBeacon_BeginsAtTheKnownRate(string dpId, int iteration, int value)
    {
        Assert.False(InspectionDraw.IsDrawn(value, Beacon, "flm-digits", iteration, dpId));
        Assert.True(InspectionDraw.IsDrawn(value + 1, Beacon, "flm-digits", iteration, dpId));
    }

    [Fact]
    public void IsDrawn_RateOfNothingOrOfAll_IsNeverOrAlways()
    {
        for (var iteration = 1; iteration <= 1_000; iteration++)
        {
            Assert.False(InspectionDraw.IsDrawn(0, Beacon, "flm-a", iteration, "aa"));
            Assert.True(InspectionDraw.IsDrawn(Ratio.One, Beacon, "flm-a", iteration, "aa"));
        }
    }

    // 20,000 draws at one in twenty: 1,000 expected with a standard deviation of 31.
    [Fact]
    public void IsDrawn_ManyGradients_IsAsFrequentAsTheRate()
    {
        var drawn = Enumerable.Range(1, 5_000).Sum(iteration =>
            new[] { "aa", "bb", "cc", "dd" }.Count(dpId => InspectionDraw.IsDrawn(50_000, Beacon, "flm-a", iteration, dpId)));
        Assert.InRange(drawn, 1_000 - 155, 1_000 + 155);
    }

    [Fact]
    public void IsDrawn_AnotherBeaconModelIterationOrMember_IsAnotherDraw()
    {
        byte[] other = [.. Beacon.Reverse()];
        Assert.NotEqual(Draws(Beacon, "flm-a", 1, "aa"), Draws(other, "flm-a", 1, "aa"));
        Assert.NotEqual(Draws(Beacon, "flm-a", 1, "aa"), Draws(Beacon, "flm-b", 1, "aa"));
        Assert.NotEqual(Draws(Beacon, "flm-a", 1, "aa"), Draws(Beacon, "flm-a", 2, "aa"));
        Assert.NotEqual(Draws(Beacon, "flm-a", 1, "aa"), Draws(Beacon, "flm-a", 1, "bb"));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(Ratio.One + 1)]
    public void IsDrawn_RateOutOfRange_Throws(int rate) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => InspectionDraw.IsDrawn(rate, Beacon, "flm-a", 1, "aa"));

    // The least rate at which it is drawn.
    private static int Draws(byte[] beacon, string fid, int iteration, string dpId)
    {
        int never = 0, always = Ratio.One;
        while (always - never > 1)
        {
            var middle = (never + always) / 2;
            if (InspectionDraw.IsDrawn(middle, beacon, fid, iteration, dpId)) always = middle;
            else never = middle;
        }

        return always;
    }
}
