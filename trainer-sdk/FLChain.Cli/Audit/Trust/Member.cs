using FLChain.Fabric.Identities;

namespace FLChain.Cli.Audit.Trust;

/// <summary>An identity whose certificate chains to its organization's anchor.</summary>
/// <param name="Identity">Who.</param>
/// <param name="Role">The part named in its organizational units; null when none or more than one is.</param>
/// <param name="OrdersBlocks">Whether its organization orders.</param>
internal sealed record Member(X509Identity Identity, string? Role, bool OrdersBlocks)
{
    public string MspId => Identity.MspId;
}
