using FLChain.Core.Money;
using FLChain.Core.Policies;
using FLChain.EndToEnd.Tests.Federations;

namespace FLChain.EndToEnd.Tests.Recovery;

/// <summary>That nothing was paid twice: what every account must hold after a training without sales, computed from the policy and the leaders alone.</summary>
internal static class Ledgers
{
    public static async Task AssertPaidOnceAsync(TestFederation world)
    {
        var policy = Policy.Default("", []);
        var rewards = new Dictionary<string, long>();
        for (var iteration = 1; iteration <= world.Shape.Iterations; iteration++)
        {
            var leader = (await world.RoundAsync(iteration)).Closed!.Leader;
            rewards[leader] = rewards.GetValueOrDefault(leader) + policy.LeaderReward;
        }

        var answer = await world.AssertConservedAsync();
        Assert.Equal(world.Members.Count * TestFederation.TrainerFunds + world.Shape.Iterations * policy.LeaderReward, answer.Minted);
        foreach (var member in world.Members)
        {
            var account = answer.Accounts.Single(line => line.Account == AccountName.Party(member.DpId));
            Assert.Equal(TestFederation.TrainerFunds - policy.RegistrationDeposit - policy.IntentionFee + rewards.GetValueOrDefault(member.DpId), account.Balance);
            Assert.Equal(policy.RegistrationDeposit, account.Deposit);
        }

        var shared = answer.Accounts.Single(line => line.Account == AccountName.Federation(FederationShape.Fid));
        Assert.Equal(world.Members.Count * policy.IntentionFee - policy.ModelFee, shared.Balance);
    }
}
