using System.Security.Cryptography;
using System.Text;
using FLChain.Gateway.Hosting;
using FLChain.Gateway.Tests.World;
using FLChain.Gateway.Users;
using Microsoft.Extensions.DependencyInjection;

namespace FLChain.Gateway.Tests.Users;

/// <summary>What lies in the gateway's folder.</summary>
public sealed class SecretsAtRestTests(GatewayWorld world)
{
    [Fact]
    public void Folder_HoldsNoPrivateKeyAndNoPassword()
    {
        var users = world.Services.GetRequiredService<UserDirectory>();
        using var identity = users.OpenIdentity(users.Find("bob")!)!;
        var pem = File.ReadAllText(Directory.EnumerateFiles(Path.Combine(world.Issue("bob"), "keystore")).Single());
        using var key = ECDsa.Create();
        key.ImportFromPem(pem);
        var scalar = key.ExportParameters(includePrivateParameters: true).D!;
        var digest = SHA256.HashData("what is signed"u8);

        // The gateway does have the key: it signs with it.
        Assert.True(key.VerifyHash(digest, identity.Signer.Sign(digest), DSASignatureFormat.Rfc3279DerSequence));
        var folder = Path.GetDirectoryName(world.Services.GetRequiredService<GatewayFolder>().Database)!;
        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "in-use").ToList();
        Assert.Contains(files, file => Contains(Read(file), Encoding.UTF8.GetBytes("bob")));
        foreach (var secret in new[] { scalar, Encoding.UTF8.GetBytes(Convert.ToHexString(scalar)), Encoding.UTF8.GetBytes(Convert.ToBase64String(scalar)), Encoding.UTF8.GetBytes(GatewayWorld.Password), "BEGIN PRIVATE"u8.ToArray(), "masterKey"u8.ToArray() })
            Assert.All(files, file => Assert.False(Contains(Read(file), secret), $"{file} holds a secret"));
    }

    private static byte[] Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static bool Contains(byte[] bytes, byte[] part) => bytes.AsSpan().IndexOf(part) >= 0;
}
