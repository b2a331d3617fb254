using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FLChain.Fabric.Identities;

namespace FLChain.Fabric.Tests;

/// <summary>A certificate authority made for one test, and the certificates it issues.</summary>
internal sealed class TestCertificates : IDisposable
{
    private readonly List<IDisposable> _owned = [];

    public TestCertificates(string name = "Test CA")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        Root = Keep(request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30)));
    }

    public X509Certificate2 Root { get; }

    /// <summary>A certificate with key for 127.0.0.1 and <paramref name="dnsName"/>.</summary>
    public X509Certificate2 IssueTls(string dnsName = "localhost", bool client = false)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={dnsName}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(dnsName);
        if (dnsName == "localhost")
            names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(
            [new Oid(client ? "1.3.6.1.5.5.7.3.2" : "1.3.6.1.5.5.7.3.1")], false));
        return Sign(request, key);
    }

    /// <summary>A signing certificate with key, as a member of an organization has it.</summary>
    public X509Certificate2 IssueMember(string commonName = "member", ECCurve? curve = null)
    {
        using var key = ECDsa.Create(curve ?? ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={commonName}, OU=client", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        return Sign(request, key);
    }

    /// <summary>A member with its key.</summary>
    public SigningIdentity IssueIdentity(string mspId, string commonName = "member")
    {
        var certificate = IssueMember(commonName);
        var identity = new SigningIdentity(X509Identity.FromCertificate(mspId, certificate), new EcdsaP256Signer(certificate.GetECDsaPrivateKey()!));
        _owned.Add(identity);
        return identity;
    }

    public void Dispose() => _owned.ForEach(item => item.Dispose());

    private X509Certificate2 Sign(CertificateRequest request, ECDsa key)
    {
        using var bare = request.Create(Root, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(1), RandomNumberGenerator.GetBytes(8));
        return Keep(bare.CopyWithPrivateKey(key));
    }

    private X509Certificate2 Keep(X509Certificate2 certificate)
    {
        _owned.Add(certificate);
        return certificate;
    }
}
