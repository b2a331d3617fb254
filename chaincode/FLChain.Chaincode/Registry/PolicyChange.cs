using FLChain.Core.Events;

namespace FLChain.Chaincode.Registry;

/// <summary>
/// SetPolicy: the authority replaces the policy. Whoever is the authority now may hand its office to another
/// organization by naming it; nobody else can. The seal needs the authority's peer and the policy a majority, so neither
/// changes the policy alone.
/// </summary>
internal static class PolicyChange
{
    public static async Task<Policy> RunAsync(LedgerContext context, Policy policy)
    {
        await context.RequireAuthorityAsync();
        Rule.RequireText(policy.AuthorityMsp, 1, LedgerKey.MaxAttributeLength, "the authority's MSP id");
        Rule.RequireP256(policy.AuthorityKey, "the authority's key");
        foreach (var judge in policy.JudgeKeys) Rule.RequireP256(judge, "a judge's key");
        if (PolicyRules.FirstBroken(policy) is { } broken) throw new ContractException(ErrorCodes.UnsoundPolicy, broken);

        var before = await context.SealAsync();
        var next = policy with { Version = (before?.Version ?? 0) + 1 };
        await context.PutAsync(Keys.Policy, next);
        await AuthoritySeal.SealAsync(context, next, before);
        context.Emit(
            TransactionNames.Registry.Contract,
            TransactionNames.Registry.SetPolicy,
            new LedgerEvent(Author: context.Caller.PartyId, Reference: next.Version.ToString()));
        return next;
    }
}
