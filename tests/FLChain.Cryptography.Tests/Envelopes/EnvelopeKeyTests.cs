using System.Security.Cryptography;
using FLChain.Cryptography.Envelopes;

namespace FLChain.Cryptography.Tests.Envelopes;

public sealed class EnvelopeKeyTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("flchain-key-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void LoadPem_SavedKey_IsTheSameKey()
    {
        string path = Path.Combine(folder, "key.pem");
        using EnvelopeKey key = EnvelopeKey.Generate();
        key.SavePem(path);

        using EnvelopeKey loaded = EnvelopeKey.LoadPem(path);
        Assert.Equal(key.PublicKey, loaded.PublicKey);
        Assert.Equal(key.ExportPrivateScalar(), loaded.ExportPrivateScalar());
        Assert.Single(Directory.GetFiles(folder));
    }

    [Fact]
    public void SavePem_NewFile_IsTheOwnersAlone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no Unix file modes.");
            return;
        }
        string path = Path.Combine(folder, "key.pem");
        using EnvelopeKey key = EnvelopeKey.Generate();
        key.SavePem(path);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Fact]
    public void SavePem_ExistingFile_IsNotOverwritten()
    {
        string path = Path.Combine(folder, "key.pem");
        File.WriteAllText(path, "something of value");
        using EnvelopeKey key = EnvelopeKey.Generate();

        Assert.Throws<IOException>(() => key.SavePem(path));
        Assert.Equal("something of value", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(folder));
    }

    [Fact]
    public void LoadPem_FileReadableByOthers_IsRefused()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no Unix file modes.");
            return;
        }
        string path = Path.Combine(folder, "key.pem");
        using EnvelopeKey key = EnvelopeKey.Generate();
        key.SavePem(path);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.GroupRead);

        Assert.Throws<UnauthorizedAccessException>(() => EnvelopeKey.LoadPem(path));
    }

    [Fact]
    public void LoadPem_NoP256PrivateKey_IsRefused()
    {
        using var p384 = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP384);
        using var p256 = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        string[] contents =
        [
            string.Empty,
            "not PEM",
            p384.ExportPkcs8PrivateKeyPem(),
            p256.ExportSubjectPublicKeyInfoPem(),
            "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
        ];
        foreach (string content in contents)
        {
            string path = Path.Combine(folder, "key.pem");
            File.WriteAllText(path, content);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);

            Assert.Throws<CryptographicException>(() => EnvelopeKey.LoadPem(path));
        }
    }

    [Fact]
    public void FromPrivateScalar_ExportedScalar_IsTheSameKey()
    {
        using EnvelopeKey key = EnvelopeKey.Generate();
        using EnvelopeKey again = EnvelopeKey.FromPrivateScalar(key.ExportPrivateScalar());

        Assert.Equal(key.PublicKey, again.PublicKey);
        Assert.Throws<ArgumentException>(() => EnvelopeKey.FromPrivateScalar(new byte[32]));
    }
}
