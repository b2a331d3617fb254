using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FLChain.Fabric.Identities;
using Google.Protobuf;

namespace FLChain.Cli.Audit.Trust;

/// <summary>
/// Says who a serialized identity is, by the trust anchors alone. Does not depend on the clock: a ledger is audited long
/// after certificates have expired, and who may propose at what time was the endorsers' to check. Safe for concurrent use.
/// </summary>
internal sealed class MemberDirectory(IReadOnlyList<TrustAnchor> anchors, bool requireRoles)
{
    private const int CacheSize = 4096;
    private const string P256Oid = "1.2.840.10045.3.1.7";
    private const string OrganizationalUnitOid = "2.5.4.11";

    private static readonly string[] Roles = ["client", "peer", "admin", "orderer"];

    private readonly ConcurrentDictionary<ByteString, (Member? Member, string Reason)> _known = [];
    private readonly Dictionary<string, TrustAnchor> _anchors = anchors.ToDictionary(anchor => anchor.MspId, StringComparer.Ordinal);

    /// <summary>Organizations that endorse.</summary>
    public IReadOnlyList<string> Endorsing { get; } = [.. anchors.Where(anchor => !anchor.IsOrderer).Select(anchor => anchor.MspId)];

    /// <summary>Finds a member; false with a reason for every defect, never an exception.</summary>
    public bool TryFind(ByteString serialized, [NotNullWhen(true)] out Member? member, out string reason)
    {
        if (!_known.TryGetValue(serialized, out var known))
        {
            known = Judge(serialized);

            // A hostile ledger can name any number of identities: the cache is for the few that are real.
            if (_known.Count >= CacheSize) _known.Clear();
            if (serialized.Length <= X509Identity.MaxSerializedBytes) _known[serialized] = known;
        }

        (member, reason) = known;
        return member is not null;
    }

    /// <summary>As <see cref="TryFind"/>, and the member plays one of these parts.</summary>
    public bool TryFindAs(ByteString serialized, string[] roles, [NotNullWhen(true)] out Member? member, out string reason)
    {
        if (!TryFind(serialized, out member, out reason)) return false;
        var role = member.Role;
        if (role is null ? !requireRoles : roles.Contains(role, StringComparer.Ordinal)) return true;
        reason = $"the certificate of {member.MspId} is that of {(role is null ? "no named role" : $"a role '{role}'")}, not of {string.Join(" or ", roles)}";
        member = null;
        return false;
    }

    private (Member?, string) Judge(ByteString serialized)
    {
        if (!X509Identity.TryParse(serialized, out var identity, out var unreadable)) return (null, unreadable);
        if (!_anchors.TryGetValue(identity.MspId, out var anchor)) return (null, $"there is no trust anchor for MSP '{Printable.Text(identity.MspId)}'");
        try
        {
            if (!IsOnP256(identity.Certificate)) return (null, "the certificate's key is not on P-256");
            if (IsAuthority(identity.Certificate)) return (null, "the certificate is an authority's");
            return ChainsTo(anchor, identity.Certificate)
                ? (new Member(identity, RoleOf(identity.Certificate), anchor.IsOrderer), string.Empty)
                : (null, $"the certificate does not chain to the trust anchor of {identity.MspId}");
        }
        catch (Exception exception) when (exception is CryptographicException or AsnContentException or ArgumentException)
        {
            return (null, "the certificate is malformed");
        }
    }

    private static bool IsAuthority(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(constraints => constraints.CertificateAuthority);

    private static bool IsOnP256(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPublicKey();
        return key is not null && key.ExportParameters(includePrivateParameters: false).Curve.Oid?.Value == P256Oid;
    }

    private static bool ChainsTo(TrustAnchor anchor, X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(anchor.Roots.ToArray());
        chain.ChainPolicy.ExtraStore.AddRange(anchor.Intermediates.ToArray());
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = certificate.NotBefore.AddSeconds(1);
        try
        {
            return chain.Build(certificate);
        }
        finally
        {
            foreach (var element in chain.ChainElements) element.Certificate.Dispose();
        }
    }

    private static string? RoleOf(X509Certificate2 certificate)
    {
        var roles = certificate.SubjectName.EnumerateRelativeDistinguishedNames()
            .Where(part => !part.HasMultipleElements && part.GetSingleElementType().Value == OrganizationalUnitOid)
            .Select(part => part.GetSingleElementValue())
            .Where(role => Roles.Contains(role, StringComparer.Ordinal))
            .ToArray();
        return roles.Length == 1 ? roles[0] : null;
    }
}
