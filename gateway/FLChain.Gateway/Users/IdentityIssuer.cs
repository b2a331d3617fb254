using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FLChain.Gateway.Users;

/// <summary>Issues identities of the organization with its certificate authority's key, where the gateway was given one.</summary>
internal sealed class IdentityIssuer : IDisposable
{
    private const int SerialBytes = 16;
    private static readonly TimeSpan Backdated = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);

    private readonly X509Certificate2 _authority;
    private readonly TimeProvider _time;

    private IdentityIssuer(string mspId, X509Certificate2 authority, TimeProvider time)
    {
        MspId = mspId;
        _authority = authority;
        _time = time;
    }

    /// <summary>The organization.</summary>
    public string MspId { get; }

    /// <summary>Reads the authority's certificate and key, PEM files.</summary>
    /// <exception cref="InvalidDataException">They cannot be read, or are not of one another.</exception>
    public static IdentityIssuer Load(string mspId, string certificatePath, string keyPath, TimeProvider time)
    {
        try
        {
            var authority = X509Certificate2.CreateFromPemFile(certificatePath, keyPath);
            return new IdentityIssuer(mspId, authority, time);
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"the organization's authority cannot be used: {error.Message}", error);
        }
    }

    /// <summary>Issues a client identity with a fresh P-256 key.</summary>
    /// <param name="commonName">Common name of the certificate.</param>
    /// <returns>PEM certificate and PEM private key.</returns>
    public (string Certificate, string PrivateKey) Issue(string commonName)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        // Fabric reads a member's part from the organizational unit.
        var name = new X500DistinguishedNameBuilder();
        name.AddOrganizationalUnitName("client");
        name.AddCommonName(commonName);
        var request = new CertificateRequest(name.Build(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_authority, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        var from = _time.GetUtcNow() - Backdated;
        var until = from + Lifetime < _authority.NotAfter ? from + Lifetime : _authority.NotAfter;
        var serial = RandomNumberGenerator.GetBytes(SerialBytes);
        serial[0] &= 0x7F;
        using var certificate = request.Create(_authority, from, until, serial);
        return (certificate.ExportCertificatePem() + "\n", key.ExportPkcs8PrivateKeyPem());
    }

    public void Dispose() => _authority.Dispose();
}
