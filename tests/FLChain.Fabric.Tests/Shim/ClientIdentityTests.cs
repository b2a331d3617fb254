using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using FLChain.Fabric.Shim;

namespace FLChain.Fabric.Tests.Shim;

public sealed class ClientIdentityTests
{
    private const string AttributesOid = "1.2.3.4.5.6.7.8.1";

    [Fact]
    public void Attributes_CertifiedByFabricCa_AreRead()
    {
        ClientIdentity identity = Make("CN=ann", """{"attrs":{"hf.Affiliation":"org1.department1","role":"authority"}}""");
        Assert.Equal("authority", identity.Attributes["role"]);
        Assert.Equal("org1.department1", identity.Attributes["hf.Affiliation"]);
        Assert.Equal(2, identity.Attributes.Count);
        Assert.False(identity.Attributes.ContainsKey("Role"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"attrs":[]}""")]
    [InlineData("""{"attrs":{"role":1}}""")]
    [InlineData("""{"attrs":{"role":"trainer","role":"authority"}}""")]
    [InlineData("""{"attrs":{"role":"trainer"},"attrs":{"role":"authority"}}""")]
    public void Attributes_NoneOrUnreadable_AreEmpty(string? value) => Assert.Empty(Make("CN=ann", value).Attributes);

    [Fact]
    public void OrganizationalUnits_KeepTheirOrder()
    {
        // The text form starts with the last name of the certificate.
        Assert.Equal(["client", "department1"], Make("CN=ann, OU=department1, OU=client, O=org1", null).OrganizationalUnits);
    }

    [Fact]
    public void OrganizationalUnits_None_AreEmpty() => Assert.Empty(Make("CN=OU", null).OrganizationalUnits);

    [Fact]
    public void SubjectPublicKeyInfo_IsTheKeyOfTheCertificate()
    {
        ClientIdentity identity = Make("CN=ann", null);
        using ECDsa key = identity.Certificate.GetECDsaPublicKey()!;
        Assert.Equal(key.ExportSubjectPublicKeyInfo(), identity.SubjectPublicKeyInfo);
    }

    private static ClientIdentity Make(string subject, string? attributes)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        if (attributes is not null)
        {
            request.CertificateExtensions.Add(new X509Extension(AttributesOid, Encoding.UTF8.GetBytes(attributes), critical: false));
        }

        return new ClientIdentity("Org1MSP", request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1)));
    }
}
