using FLChain.Core.Policies;

namespace FLChain.Core.Money;

/// <summary>What the leaders of a federation earn.</summary>
public static class LeaderRewards
{
    /// <summary>
    /// The reward of an iteration's leader: the policy's, until the rewards of the federation come to the intention fees
    /// of its members, N · f_CI. Rewards are newly issued, so more than that would pay for training with oneself alone.
    /// </summary>
    /// <param name="policy">Policy in force.</param>
    /// <param name="members">N, 1 or more.</param>
    /// <param name="iteration">1 or more.</param>
    public static long Of(Policy policy, int members, int iteration)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(members, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(iteration, 1);
        var left = ((Int128)members * policy.IntentionFee) - ((Int128)(iteration - 1) * policy.LeaderReward);
        return (long)Int128.Clamp(left, 0, policy.LeaderReward);
    }
}
