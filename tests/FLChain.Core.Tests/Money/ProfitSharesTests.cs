using FLChain.Core.Ledger;
using FLChain.Core.Money;
using FLChain.Core.Policies;
using FLChain.Core.Records;

namespace FLChain.Core.Tests.Money;

public sealed class ProfitSharesTests
{
    [Fact]
    public void Divide_PapersRule_IsPriceTimesReliabilitySquaredOverMembers() =>
        Assert.Equal([250, 62, 0], ProfitShares.Divide(ShareRule.Paper, 750, [(Ratio.One, 1), (Ratio.One / 2, 1_000_000), (0, 5)]));

    [Fact]
    public void Divide_PapersRule_OneTrustedMemberGetsAll() => Assert.Equal([999], ProfitShares.Divide(ShareRule.Paper, 999, [(Ratio.One, 1)]));

    [Theory]
    [InlineData(10, new[] { 5, 5 })]
    [InlineData(11, new[] { 6, 5 })]
    [InlineData(1, new[] { 1, 0 })]
    [InlineData(0, new[] { 0, 0 })]
    public void Divide_ContributionRule_TieGoesToTheEarlierMember(long price, int[] expected) =>
        Assert.Equal(expected.Select(share => (long)share), ProfitShares.Divide(ShareRule.Contribution, price, [(500_000, 20), (500_000, 20)]));

    [Fact]
    public void Divide_ContributionRule_WeighsReliabilityTimesSamples() =>
        Assert.Equal([200, 300, 500], ProfitShares.Divide(ShareRule.Contribution, 1_000, [(400_000, 50), (300_000, 100), (1_000_000, 50)]));

    [Fact]
    public void Divide_ContributionRule_LargestRemainderGetsWhatIsLeft() =>
        Assert.Equal([1, 3, 6], ProfitShares.Divide(ShareRule.Contribution, 10, [(1, 14), (1, 30), (1, 56)]));

    [Fact]
    public void Divide_ContributionRule_NobodyHasWeight_LeavesThePriceWhereItIs() =>
        Assert.Equal([0, 0], ProfitShares.Divide(ShareRule.Contribution, 100, [(0, 10), (0, 20)]));

    [Fact]
    public void Divide_LargestNumbersOfThePolicy_DoNotOverflow()
    {
        var members = Enumerable.Repeat((Ratio.One, DataResource.MaxSamples), 1_000).ToArray();
        const long price = PolicyRules.MaxAmount;
        Assert.Equal(price, ProfitShares.Divide(ShareRule.Contribution, price, members).Sum());
        Assert.Equal(price, ProfitShares.Divide(ShareRule.Paper, price, members).Sum());
    }

    [Theory]
    [InlineData(ShareRule.Paper)]
    [InlineData(ShareRule.Contribution)]
    public void Divide_AnyMembers_NeverMoreThanThePriceAndNoNegativeShare(ShareRule rule)
    {
        var random = new Random(20260301);
        for (var run = 0; run < 2_000; run++)
        {
            var members = Enumerable.Range(0, random.Next(1, 9)).Select(_ => (random.Next(0, Ratio.One + 1), random.NextInt64(1, 100_000))).ToArray();
            var price = random.NextInt64(0, 1_000_000);
            var shares = ProfitShares.Divide(rule, price, members);
            Assert.All(shares, share => Assert.True(share >= 0));
            var all = members.All(member => member.Item1 == 0) ? 0 : price;
            if (rule == ShareRule.Contribution) Assert.Equal(all, shares.Sum());
            else Assert.True(shares.Sum() <= price);
            Assert.Equal(members.Length, shares.Length);
        }
    }

    [Fact]
    public void Divide_ContributionRule_NoShareIsAWholeUnitOffItsDue()
    {
        var random = new Random(7);
        for (var run = 0; run < 1_000; run++)
        {
            var members = Enumerable.Range(0, 5).Select(_ => (random.Next(1, Ratio.One + 1), random.NextInt64(1, 1_000))).ToArray();
            var price = random.NextInt64(0, 10_000);
            var shares = ProfitShares.Divide(ShareRule.Contribution, price, members);
            var total = members.Sum(member => (decimal)member.Item1 * member.Item2);
            for (var j = 0; j < 5; j++)
                Assert.True(Math.Abs(shares[j] - ((decimal)price * members[j].Item1 * members[j].Item2 / total)) < 1);
        }
    }

    [Fact]
    public void Divide_BadArguments_Throw()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ProfitShares.Divide(ShareRule.Paper, -1, [(1, 1)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProfitShares.Divide(ShareRule.Paper, 1, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProfitShares.Divide((ShareRule)9, 1, [(1, 1)]));
    }
}
