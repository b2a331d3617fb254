using FLChain.Core.Money;
using FLChain.Core.Policies;

namespace FLChain.Core.Tests.Money;

public sealed class LeaderRewardsTests
{
    private static readonly Policy s_policy = Policy.Default("AuthorityMSP", [1]) with { IntentionFee = 7, LeaderReward = 10 };

    [Theory]
    [InlineData(1, 10)]
    [InlineData(2, 10)]
    [InlineData(3, 1)]
    [InlineData(4, 0)]
    [InlineData(int.MaxValue, 0)]
    public void Of_ThreeMembers_EndsAtTheirFees(int iteration, long expected) => Assert.Equal(expected, LeaderRewards.Of(s_policy, 3, iteration));

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(64)]
    public void Of_AllIterations_AddUpToTheFees(int members) =>
        Assert.Equal(members * s_policy.IntentionFee, Enumerable.Range(1, 100).Sum(iteration => LeaderRewards.Of(s_policy, members, iteration)));

    [Fact]
    public void Of_NoFeesOrNoReward_IsNothing()
    {
        Assert.Equal(0, LeaderRewards.Of(s_policy with { IntentionFee = 0 }, 3, 1));
        Assert.Equal(0, LeaderRewards.Of(s_policy with { LeaderReward = 0 }, 3, 1));
    }

    [Fact]
    public void Of_LargestNumbersOfThePolicy_DoNotOverflow()
    {
        var rich = s_policy with { IntentionFee = PolicyRules.MaxAmount, LeaderReward = PolicyRules.MaxAmount };
        Assert.Equal(PolicyRules.MaxAmount, LeaderRewards.Of(rich, 1_000, 1_000));
        Assert.Equal(0, LeaderRewards.Of(rich, 1_000, int.MaxValue));
    }

    [Fact]
    public void Of_NoMembersOrNoIteration_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => LeaderRewards.Of(s_policy, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => LeaderRewards.Of(s_policy, 3, 0));
    }
}
