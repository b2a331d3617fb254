using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FLChain.DevPeer.Ledger;
using FLChain.Fabric.Identities;
using Google.Protobuf;

namespace FLChain.DevPeer.Membership;

/// <summary>
/// The channel's organizations by their roots: says who a serialized identity is. A verdict does not depend on the clock,
/// so that every peer judges a block alike; expiry is asked of the member where a request comes in. Safe for concurrent use.
/// </summary>
internal sealed class MspDirectory(IReadOnlyDictionary<string, X509Certificate2> roots) : IDisposable
{
    private const int CacheSize = 4096;
    private const string OrganizationalUnitOid = "2.5.4.11";
    private const string P256Oid = "1.2.840.10045.3.1.7";

    private readonly ConcurrentDictionary<ByteSequence, MspMember> members = new();

    public IReadOnlyDictionary<string, X509Certificate2> Roots => roots;

    /// <summary>The member behind a <c>msp.SerializedIdentity</c>; false with a reason for every defect, never an exception.</summary>
    public bool TryFind(ByteString serialized, [NotNullWhen(true)] out MspMember? member, [NotNullWhen(false)] out string? reason)
    {
        var key = new ByteSequence(SHA256.HashData(serialized.Span));
        if (members.TryGetValue(key, out member))
        {
            reason = null;
            return true;
        }
        if (!X509Identity.TryParse(serialized, out var identity, out reason) || !TryJudge(identity, out member, out reason))
            return false;
        if (members.Count >= CacheSize)
            members.Clear();
        members[key] = member;
        return true;
    }

    public void Dispose()
    {
        foreach (var root in roots.Values)
            root.Dispose();
    }

    private bool TryJudge(X509Identity identity, [NotNullWhen(true)] out MspMember? member, [NotNullWhen(false)] out string? reason)
    {
        member = null;
        try
        {
            reason = Judge(identity, out var role);
            if (reason is null)
                member = new MspMember(identity, role!.Value);
        }
        catch (CryptographicException)
        {
            reason = "The certificate is malformed.";
        }
        return member is not null;
    }

    private string? Judge(X509Identity identity, out MspRole? role)
    {
        role = null;
        var certificate = identity.Certificate;
        if (!roots.TryGetValue(identity.MspId, out var root))
            return $"MSP {identity.MspId} is unknown.";
        if (!IsOnP256(certificate))
            return "The certificate's key is not on P-256.";
        if (certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(constraints => constraints.CertificateAuthority))
            return "The certificate is an authority's.";
        if (!IsIssuedBy(certificate, root))
            return $"The certificate was not issued by the authority of {identity.MspId}.";
        role = RoleOf(certificate);
        return role is null ? "The certificate does not name exactly one role in its organizational units." : null;
    }

    private static bool IsOnP256(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPublicKey();
        return key is not null && key.ExportParameters(includePrivateParameters: false).Curve.Oid?.Value == P256Oid;
    }

    private static bool IsIssuedBy(X509Certificate2 certificate, X509Certificate2 root)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        // Within its validity by construction: expiry is judged elsewhere.
        chain.ChainPolicy.VerificationTime = certificate.NotBefore.AddSeconds(1);
        var holds = chain.Build(certificate);
        foreach (var element in chain.ChainElements)
            element.Certificate.Dispose();
        return holds;
    }

    private static MspRole? RoleOf(X509Certificate2 certificate)
    {
        var roles = certificate.SubjectName.EnumerateRelativeDistinguishedNames()
            .Where(part => !part.HasMultipleElements && part.GetSingleElementType().Value == OrganizationalUnitOid)
            .Select(part => part.GetSingleElementValue() switch
            {
                "client" => MspRole.Client,
                "peer" => MspRole.Peer,
                "admin" => MspRole.Admin,
                "orderer" => MspRole.Orderer,
                _ => (MspRole?)null,
            })
            .Where(role => role is not null)
            .ToList();
        return roles.Count == 1 ? roles[0] : null;
    }
}
