using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FLChain.Fabric.Identities;

namespace FLChain.Conformance.Tests.Consortium;

/// <summary>Makes identities of an organization with the key of its authority, good ones and bad ones.</summary>
internal static class TestMember
{
    private const int SerialBytes = 16;

    /// <summary>A client whose certificate is valid today.</summary>
    public static SigningIdentity Issue(TestOrganization organization, string name, string role = "client")
    {
        using var authority = X509Certificate2.CreateFromPemFile(organization.AuthorityCertificate, organization.AuthorityKey);
        return Issue(organization.MspId, authority, name, role, authority.NotBefore, DateTimeOffset.UtcNow.AddDays(1));
    }

    /// <summary>A client whose certificate ran out a minute ago.</summary>
    public static SigningIdentity IssueExpired(TestOrganization organization)
    {
        using var authority = X509Certificate2.CreateFromPemFile(organization.AuthorityCertificate, organization.AuthorityKey);
        // Not before its issuer, and over by now: an authority may be minutes old.
        return Issue(organization.MspId, authority, "expired", "client", authority.NotBefore, DateTimeOffset.UtcNow.AddSeconds(-1));
    }

    /// <summary>Someone who says to be of the organization and issued the certificate himself.</summary>
    public static SigningIdentity Impersonate(TestOrganization organization)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN=ca.{organization.Domain}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        using var authority = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
        return Issue(organization.MspId, authority, "impostor", "client", authority.NotBefore, DateTimeOffset.UtcNow.AddDays(1));
    }

    private static SigningIdentity Issue(
        string mspId, X509Certificate2 authority, string name, string role, DateTimeOffset notBefore, DateTimeOffset notAfter)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}, OU={role}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, true, false));
        var serial = RandomNumberGenerator.GetBytes(SerialBytes);
        serial[0] &= 0x7F;
        using var certificate = request.Create(authority, notBefore, notAfter, serial);
        return new SigningIdentity(X509Identity.FromCertificate(mspId, certificate), EcdsaP256Signer.FromPem(key.ExportPkcs8PrivateKeyPem()));
    }
}
