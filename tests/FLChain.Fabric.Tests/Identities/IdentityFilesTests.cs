using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FLChain.Fabric.Identities;

namespace FLChain.Fabric.Tests.Identities;

public sealed class IdentityFilesTests : IDisposable
{
    private readonly TestCertificates _authority = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("identity-files-").FullName;

    [Fact]
    public void LoadMsp_FabricsLayout_SignsForItsCertificate()
    {
        WriteMsp(_authority.IssueMember());
        using var identity = IdentityFiles.LoadMsp("Org1MSP", _folder);
        Assert.Equal("Org1MSP", identity.Identity.MspId);
        Assert.True(identity.Identity.Verify("data"u8, identity.Sign("data"u8)));
        var authority = Assert.Single(IdentityFiles.LoadAuthorities(_folder));
        Assert.Equal(_authority.Root.Thumbprint, authority.Thumbprint);
    }

    [Fact]
    public void LoadMsp_KeystoreWithOldKeys_TakesTheOneThatBelongs()
    {
        WriteMsp(_authority.IssueMember());
        WriteKey("keystore/a_sk", _authority.IssueMember());
        using var identity = IdentityFiles.LoadMsp("Org1MSP", _folder);
        Assert.True(identity.Identity.Verify("data"u8, identity.Sign("data"u8)));
        File.Delete(Path.Combine(_folder, "keystore/priv_sk"));
        WriteKey("keystore/b_sk", _authority.IssueMember());
        Assert.Contains("no private key", Refused(() => IdentityFiles.LoadMsp("Org1MSP", _folder)));
    }

    [Fact]
    public void LoadMsp_KeyOfAnotherCertificate_Refused()
    {
        WriteMsp(_authority.IssueMember());
        WriteKey("keystore/priv_sk", _authority.IssueMember());
        Assert.Contains("does not belong", Refused(() => IdentityFiles.LoadMsp("Org1MSP", _folder)));
    }

    [Theory]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void LoadSigner_KeyOpenToEveryUser_RefusedUnlessAllowed(UnixFileMode open)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        WriteMsp(_authority.IssueMember());
        var path = Path.Combine(_folder, "keystore/priv_sk");
        SetMode(path, UnixFileMode.UserRead | open);
        Assert.Contains("chmod", Refused(() => IdentityFiles.LoadMsp("Org1MSP", _folder)));
        IdentityFiles.LoadMsp("Org1MSP", _folder, allowReadableKey: true).Dispose();
    }

    [Fact]
    public void LoadMsp_FilesMissingOrUnreadable_RefusedByName()
    {
        Assert.Contains("signcerts", Refused(() => IdentityFiles.LoadMsp("Org1MSP", _folder)));
        WriteMsp(_authority.IssueMember());
        File.WriteAllText(Path.Combine(_folder, "keystore/priv_sk"), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----");
        Assert.Contains("priv_sk", Refused(() => IdentityFiles.LoadMsp("Org1MSP", _folder)));
        File.WriteAllText(Path.Combine(_folder, "signcerts/cert.pem"), "nothing");
        Assert.Contains("cert.pem", Refused(() => IdentityFiles.LoadMsp("Org1MSP", _folder)));
        File.WriteAllText(Path.Combine(_folder, "cacerts/ca.pem"), "nothing");
        Assert.Contains("ca.pem", Refused(() => IdentityFiles.LoadAuthorities(_folder)));
        Assert.Contains("absent.pem", Refused(() => IdentityFiles.LoadCertificates(Path.Combine(_folder, "absent.pem"))));
        File.WriteAllBytes(Path.Combine(_folder, "cacerts/ca.pem"), new byte[2 * 1024 * 1024]);
        Assert.Contains("too large", Refused(() => IdentityFiles.LoadAuthorities(_folder)));
    }

    public void Dispose()
    {
        _authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Refused(Func<object> load) => Assert.Throws<FabricConfigurationException>(load).Message;

    private void WriteMsp(X509Certificate2 member)
    {
        foreach (var part in new[] { "signcerts", "keystore", "cacerts" })
            Directory.CreateDirectory(Path.Combine(_folder, part));
        File.WriteAllText(Path.Combine(_folder, "signcerts/cert.pem"), member.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_folder, "cacerts/ca.pem"), _authority.Root.ExportCertificatePem());
        WriteKey("keystore/priv_sk", member);
    }

    private void WriteKey(string name, X509Certificate2 member)
    {
        var path = Path.Combine(_folder, name);
        using var key = member.GetECDsaPrivateKey()!;
        File.WriteAllText(path, key.ExportPkcs8PrivateKeyPem());
        SetMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, mode);
    }
}
