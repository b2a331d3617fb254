using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FLChain.Chaincode.Tests.Harness;

/// <summary>An organization: its certificate authority and the members it enrols.</summary>
internal sealed class TestOrganization : IDisposable
{
    private readonly X509Certificate2 _root;
    private readonly List<X509Certificate2> _issued = [];

    public TestOrganization(string mspId)
    {
        MspId = mspId;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN=ca.{mspId}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _root = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
    }

    public string MspId { get; }

    public TestIdentity Enrol(string commonName)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={commonName}, OU=client", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        var certificate = request.Create(_root, _root.NotBefore.AddHours(1), _root.NotAfter.AddHours(-1), RandomNumberGenerator.GetBytes(8));
        _issued.Add(certificate);
        return new TestIdentity(MspId, commonName, certificate);
    }

    public void Dispose()
    {
        _issued.ForEach(certificate => certificate.Dispose());
        _root.Dispose();
    }
}
