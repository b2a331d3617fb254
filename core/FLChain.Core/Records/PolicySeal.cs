using FLChain.Core.Encoding;
using FLChain.Core.Ledger;
using FLChain.Core.Policies;

namespace FLChain.Core.Records;

/// <summary>
/// What makes a policy the policy in force. It stands under a key of which every write needs the authority's own peer, so
/// a policy that the other organizations alone put on the ledger has no seal and is refused.
/// </summary>
/// <param name="Digest">SHA-512 of the policy's canonical form, 128 characters of lower-case hex.</param>
/// <param name="AuthorityMsp">MSP id of the organization that holds the authority's office.</param>
/// <param name="Version">The policy's version.</param>
public sealed record PolicySeal(string Digest, string AuthorityMsp, int Version)
{
    /// <summary>The seal of a policy.</summary>
    public static PolicySeal Of(Policy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return new PolicySeal(Naming.Digest(CanonicalJson.Encode(policy)), policy.AuthorityMsp, policy.Version);
    }
}
