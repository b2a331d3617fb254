using FLChain.Fabric.Policies;

namespace FLChain.Chaincode.Infrastructure;

/// <summary>
/// What only the authority's own peer can let happen. The two seals are the only keys with an endorsement policy of their
/// own; a transaction that writes one of them needs that peer beside the majority which its other writes need, and is
/// void without it.
/// </summary>
internal static class AuthoritySeal
{
    /// <summary>
    /// Makes the transaction one that needs the authority's peer; every judgment and every penalty calls it. The write is
    /// blind, so any number of such transactions fit into one block.
    /// </summary>
    public static Task PressAsync(LedgerContext context) => context.PutAsync(Keys.AuthoritySeal, new AuthorityMark(context.Tx));

    /// <summary>Seals a policy. Who holds the office after it is who endorses the seals from the next block on.</summary>
    public static async Task SealAsync(LedgerContext context, Policy policy, PolicySeal? before)
    {
        await context.PutAsync(Keys.PolicySeal, PolicySeal.Of(policy));
        await PressAsync(context);
        if (before?.AuthorityMsp == policy.AuthorityMsp) return;
        var authority = SignaturePolicy.AllOf(policy.AuthorityMsp);
        await context.Stub.SetStateValidationParameterAsync(Keys.PolicySeal, authority);
        await context.Stub.SetStateValidationParameterAsync(Keys.AuthoritySeal, authority);
    }
}
