using System.Security.Cryptography.X509Certificates;

namespace FLChain.Cli.Audit;

/// <summary>An organization as the auditor knows it from outside the ledger. The certificates stay the caller's.</summary>
/// <param name="MspId">MSP id.</param>
/// <param name="Roots">Root certificates of the authorities that issue its members' certificates, at least one.</param>
/// <param name="IsOrderer">Whether the organization orders blocks; if not, it endorses and counts for the endorsement policy.</param>
public sealed record TrustAnchor(string MspId, IReadOnlyList<X509Certificate2> Roots, bool IsOrderer)
{
    /// <summary>Certificates between the roots and the members, where there are any. Default: none.</summary>
    public IReadOnlyList<X509Certificate2> Intermediates { get; init; } = [];
}
