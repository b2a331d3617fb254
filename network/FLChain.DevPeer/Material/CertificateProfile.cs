using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FLChain.DevPeer.Material;

/// <summary>What a certificate says besides its key: subject, extensions and validity.</summary>
internal sealed record CertificateProfile(string CommonName, string OrganizationalUnit)
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    /// <summary>Whether it is for TLS, with the names of the loopback address.</summary>
    public bool IsTls { get; init; }

    public DateTimeOffset NotBefore { get; init; } = DateTimeOffset.UtcNow.AddMinutes(-5);

    /// <summary>Null: as long as the issuer's certificate.</summary>
    public DateTimeOffset? NotAfter { get; init; }

    public CertificateRequest ToRequest(ECDsa key)
    {
        var subject = new X500DistinguishedNameBuilder();
        if (OrganizationalUnit.Length > 0)
            subject.AddOrganizationalUnitName(OrganizationalUnit);
        subject.AddCommonName(CommonName);
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        if (IsTls)
            AddTlsExtensions(request);
        return request;
    }

    private void AddTlsExtensions(CertificateRequest request)
    {
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(
            [new Oid(ServerAuthentication), new Oid(ClientAuthentication)], false));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(CommonName);
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(names.Build());
    }
}
