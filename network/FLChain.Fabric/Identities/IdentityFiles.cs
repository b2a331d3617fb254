using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace FLChain.Fabric.Identities;

/// <summary>
/// Reads identities from PEM files as Fabric lays them out: an <c>msp</c> folder with <c>signcerts/</c> (the certificate),
/// <c>keystore/</c> (the private key, usually <c>*_sk</c>) and <c>cacerts/</c>, <c>intermediatecerts/</c> (the
/// organization's authorities). All methods throw <see cref="FabricConfigurationException"/> naming the file.
/// </summary>
public static class IdentityFiles
{
    // A private key is a few hundred bytes, a certificate chain a few thousand.
    private const int LargestFileBytes = 1024 * 1024;

    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>Reads the certificate of an <c>msp</c> folder and its private key; a keystore with several keys is searched for the one that belongs.</summary>
    /// <param name="mspId">The organization's MSP id.</param>
    /// <param name="folder">The <c>msp</c> folder.</param>
    /// <param name="allowReadableKey">Accept a private key that every user of the machine can read.</param>
    public static SigningIdentity LoadMsp(string mspId, string folder, bool allowReadableKey = false)
    {
        var certificatePath = OnlyFile(folder, "signcerts");
        var keystore = Path.Combine(folder, "keystore");
        var keys = Files(keystore);
        if (keys.Count == 1)
            return LoadSigningIdentity(mspId, certificatePath, keys[0], allowReadableKey);
        var identity = LoadIdentity(mspId, certificatePath);
        foreach (var key in keys)
        {
            var signer = LoadSigner(key, allowReadableKey);
            if (BelongsTo(signer, identity))
                return new SigningIdentity(identity, signer);
            signer.Dispose();
        }
        throw new FabricConfigurationException($"'{keystore}' holds no private key of the certificate '{certificatePath}'.");
    }

    /// <summary>Reads a certificate and its private key, and checks that they belong together.</summary>
    /// <param name="mspId">The organization's MSP id.</param>
    /// <param name="certificatePath">PEM certificate.</param>
    /// <param name="keyPath">PEM private key on P-256, not encrypted.</param>
    /// <param name="allowReadableKey">Accept a private key that every user of the machine can read.</param>
    public static SigningIdentity LoadSigningIdentity(string mspId, string certificatePath, string keyPath, bool allowReadableKey = false)
    {
        var identity = LoadIdentity(mspId, certificatePath);
        var signer = LoadSigner(keyPath, allowReadableKey);
        if (BelongsTo(signer, identity))
            return new SigningIdentity(identity, signer);
        signer.Dispose();
        throw new FabricConfigurationException($"The private key '{keyPath}' does not belong to the certificate '{certificatePath}'.");
    }

    /// <summary>Reads a certificate as an identity.</summary>
    public static X509Identity LoadIdentity(string mspId, string certificatePath)
    {
        ArgumentException.ThrowIfNullOrEmpty(mspId);
        try
        {
            return X509Identity.FromPem(mspId, Encoding.UTF8.GetString(ReadFile(certificatePath)));
        }
        catch (ArgumentException exception)
        {
            throw new FabricConfigurationException($"'{certificatePath}' is not a PEM certificate.", exception);
        }
    }

    /// <summary>Reads a private key on P-256.</summary>
    /// <param name="keyPath">PEM, <c>PRIVATE KEY</c> or <c>EC PRIVATE KEY</c>.</param>
    /// <param name="allowReadableKey">Accept a key that every user of the machine can read.</param>
    public static EcdsaP256Signer LoadSigner(string keyPath, bool allowReadableKey = false)
    {
        var pem = ReadPrivateKey(keyPath, allowReadableKey);
        try
        {
            return EcdsaP256Signer.FromPem(pem);
        }
        catch (ArgumentException exception)
        {
            throw new FabricConfigurationException($"'{keyPath}' is not an unencrypted PEM private key on P-256.", exception);
        }
        finally
        {
            Array.Clear(pem);
        }
    }

    /// <summary>Reads a certificate with its private key for TLS, of any kind the platform knows. The caller disposes it.</summary>
    /// <param name="certificatePath">PEM certificate.</param>
    /// <param name="keyPath">PEM private key, not encrypted.</param>
    /// <param name="allowReadableKey">Accept a private key that every user of the machine can read.</param>
    public static X509Certificate2 LoadTlsCertificate(string certificatePath, string keyPath, bool allowReadableKey = false)
    {
        var certificate = Encoding.UTF8.GetString(ReadFile(certificatePath));
        var key = ReadPrivateKey(keyPath, allowReadableKey);
        try
        {
            return X509Certificate2.CreateFromPem(certificate, key);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            throw new FabricConfigurationException($"'{certificatePath}' and '{keyPath}' are not a PEM certificate and its unencrypted private key.", exception);
        }
        finally
        {
            Array.Clear(key);
        }
    }

    private static char[] ReadPrivateKey(string keyPath, bool allowReadableKey)
    {
        var bytes = ReadFile(keyPath);
        if (!allowReadableKey && !OperatingSystem.IsWindows() && (File.GetUnixFileMode(keyPath) & Others) != 0)
        {
            CryptographicOperations.ZeroMemory(bytes);
            throw new FabricConfigurationException(
                $"The private key '{keyPath}' can be read by every user of this machine; use 'chmod 600', or allow it explicitly.");
        }
        var pem = Encoding.UTF8.GetChars(bytes);
        CryptographicOperations.ZeroMemory(bytes);
        return pem;
    }

    /// <summary>Reads all certificates of a PEM file, at least one.</summary>
    public static IReadOnlyList<X509Certificate2> LoadCertificates(string path)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(Encoding.UTF8.GetString(ReadFile(path)));
        }
        catch (CryptographicException exception)
        {
            throw new FabricConfigurationException($"'{path}' holds a certificate that cannot be read.", exception);
        }
        return certificates.Count > 0 ? [.. certificates] : throw new FabricConfigurationException($"'{path}' holds no PEM certificate.");
    }

    /// <summary>Reads the authorities of an <c>msp</c> folder: <c>cacerts/</c>, at least one, and <c>intermediatecerts/</c> if there are any.</summary>
    public static IReadOnlyList<X509Certificate2> LoadAuthorities(string folder)
    {
        var roots = Files(Path.Combine(folder, "cacerts"));
        if (roots.Count == 0)
            throw new FabricConfigurationException($"'{Path.Combine(folder, "cacerts")}' holds no certificate.");
        var intermediates = Path.Combine(folder, "intermediatecerts");
        return [.. roots.Concat(Directory.Exists(intermediates) ? Files(intermediates) : []).SelectMany(LoadCertificates)];
    }

    private static bool BelongsTo(EcdsaP256Signer signer, X509Identity identity)
        => identity.Certificate.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(signer.ExportSubjectPublicKeyInfo());

    private static string OnlyFile(string folder, string part)
    {
        var path = Path.Combine(folder, part);
        var files = Files(path);
        return files.Count == 1
            ? files[0]
            : throw new FabricConfigurationException($"'{path}' should hold exactly one file; it holds {files.Count}.");
    }

    private static List<string> Files(string folder)
    {
        if (!Directory.Exists(folder))
            throw new FabricConfigurationException($"There is no folder '{folder}'.");
        return [.. Directory.EnumerateFiles(folder).Where(file => Path.GetFileName(file)[0] != '.').Order(StringComparer.Ordinal)];
    }

    private static byte[] ReadFile(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (file.Exists && file.Length > LargestFileBytes)
                throw new FabricConfigurationException($"'{path}' is too large to be a certificate or a key.");
            return File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FabricConfigurationException($"'{path}' cannot be read: {exception.Message}", exception);
        }
    }
}
