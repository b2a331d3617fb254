using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FLChain.DevPeer.Material;

/// <summary>An organization's root: it signs certificates for P-256 keys that it makes.</summary>
internal sealed class CertificateAuthority : IDisposable
{
    private const int ValidityYears = 10;
    private const int SerialBytes = 16;

    private readonly X509Certificate2 certificate;

    private CertificateAuthority(X509Certificate2 certificate) => this.certificate = certificate;

    public string CertificatePem => certificate.ExportCertificatePem() + "\n";

    /// <summary>Makes a new root and leaves it in <paramref name="certificatePath"/> and <paramref name="keyPath"/>.</summary>
    public static CertificateAuthority Create(string commonName, string organization, string certificatePath, string keyPath)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var subject = new X500DistinguishedNameBuilder();
        subject.AddOrganizationName(organization);
        subject.AddCommonName(commonName);
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var notBefore = DateTimeOffset.UtcNow.AddDays(-1);
        var authority = new CertificateAuthority(request.CreateSelfSigned(notBefore, notBefore.AddYears(ValidityYears)));
        OwnerOnlyFiles.Write(keyPath, KeyPem(key));
        OwnerOnlyFiles.Write(certificatePath, authority.CertificatePem);
        return authority;
    }

    public static CertificateAuthority Open(string certificatePath, string keyPath) =>
        new(X509Certificate2.CreateFromPemFile(certificatePath, keyPath));

    /// <summary>Makes a key and a certificate for it; both as PEM.</summary>
    public (string CertificatePem, string KeyPem) Issue(CertificateProfile profile)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = profile.ToRequest(key);
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(certificate, true, false));
        var serial = RandomNumberGenerator.GetBytes(SerialBytes);
        serial[0] &= 0x7F;
        // A certificate is not older than its issuer's: cryptogen's may be minutes old.
        var notBefore = profile.NotBefore < certificate.NotBefore ? certificate.NotBefore : profile.NotBefore;
        using var issued = request.Create(certificate, notBefore, profile.NotAfter ?? certificate.NotAfter, serial);
        return (issued.ExportCertificatePem() + "\n", KeyPem(key));
    }

    public void Dispose() => certificate.Dispose();

    private static string KeyPem(ECDsa key) => key.ExportPkcs8PrivateKeyPem() + "\n";
}
