using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace FLChain.Cryptography.Envelopes;

/// <summary>
/// A P-256 key pair that envelopes are sealed to: a participant's long-lived one, or a buyer's one-time key.
/// The instance owns the secret and gives it up when disposed. Not safe for concurrent use.
/// </summary>
public sealed class EnvelopeKey : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute |
        UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private readonly ECDiffieHellman key;
    private readonly byte[] spki;

    private EnvelopeKey(ECDiffieHellman key)
    {
        this.key = key;
        spki = P256.WriteSpki(P256.PointOf(key));
    }

    /// <summary>A fresh key pair.</summary>
    public static EnvelopeKey Generate() => new(ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>The key pair of a private scalar.</summary>
    /// <param name="privateScalar">32 bytes, big-endian, 1 to the group's order minus 1; copied.</param>
    /// <exception cref="ArgumentException">The bytes are no private key of P-256.</exception>
    public static EnvelopeKey FromPrivateScalar(ReadOnlySpan<byte> privateScalar)
    {
        if (!P256.IsScalar(privateScalar))
            throw new ArgumentException("Not a private key of P-256.", nameof(privateScalar));
        return new EnvelopeKey(P256.ImportScalar(privateScalar));
    }

    /// <summary>Reads a key pair that <see cref="SavePem"/> wrote (PKCS#8, unencrypted).</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="UnauthorizedAccessException">Others than the owner have access to the file (Unix).</exception>
    /// <exception cref="CryptographicException">The file holds no P-256 private key.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static EnvelopeKey LoadPem(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
            throw new UnauthorizedAccessException($"The private key '{path}' is accessible to others; give it mode 600.");

        char[] pem = File.ReadAllText(path).ToCharArray();
        var key = ECDiffieHellman.Create();
        try
        {
            key.ImportFromPem(pem);
            // A public key alone imports without complaint; asking for the secret finds it out.
            ECParameters secret = key.ExportParameters(includePrivateParameters: true);
            CryptographicOperations.ZeroMemory(secret.D);
            return new EnvelopeKey(key);
        }
        catch (Exception error) when (error is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new CryptographicException($"'{path}' holds no P-256 private key.", error);
        }
        finally
        {
            Array.Clear(pem);
        }
    }

    /// <summary>The public key, DER SubjectPublicKeyInfo (91 bytes); a copy.</summary>
    public byte[] PublicKey => (byte[])spki.Clone();

    /// <summary>
    /// Writes the key pair to a new file (PKCS#8, PEM, unencrypted) that only its owner may read or write. The file
    /// appears whole or not at all, and is on disk when the call returns.
    /// </summary>
    /// <param name="path">A file that does not exist: a key is never overwritten.</param>
    /// <exception cref="IOException">The file exists or cannot be written.</exception>
    public void SavePem(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string temporary = $"{path}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}.tmp";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        try
        {
            using (var file = new FileStream(temporary, options))
            using (var writer = new StreamWriter(file))
            {
                writer.Write(key.ExportPkcs8PrivateKeyPem());
                writer.Write('\n');
                writer.Flush();
                file.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: false);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>
    /// The private scalar (32 bytes, big-endian), for a dispute that reveals a one-time key. The caller owns and
    /// erases it; once it is public, every envelope to this key is open.
    /// </summary>
    public byte[] ExportPrivateScalar() => key.ExportParameters(includePrivateParameters: true).D!;

    /// <summary>Opens an envelope sealed to this key; see <see cref="SealedEnvelope.TryOpen"/>.</summary>
    /// <param name="context">The context it was sealed with.</param>
    /// <param name="envelope">Bytes from anywhere.</param>
    /// <param name="plaintext">The message, or null when the result is false.</param>
    /// <param name="rejection">Why it did not open.</param>
    /// <exception cref="ArgumentException">The context is above its limit.</exception>
    public bool TryOpen(
        ReadOnlySpan<byte> context, ReadOnlySpan<byte> envelope,
        [NotNullWhen(true)] out byte[]? plaintext, out EnvelopeRejection rejection) =>
        SealedEnvelope.TryOpen(key, context, envelope, out plaintext, out rejection);

    /// <summary>
    /// Opens one envelope to everyone, and no other: see <see cref="EnvelopeOpening"/>. Once it is public, so is the message.
    /// </summary>
    /// <param name="envelope">A well-formed envelope.</param>
    /// <returns><see cref="EnvelopeOpening.Bytes"/> bytes.</returns>
    /// <exception cref="ArgumentException">The bytes have not the form of an envelope: that shows without any opening.</exception>
    public byte[] CreateOpening(ReadOnlySpan<byte> envelope) => EnvelopeOpening.Create(key, envelope);

    /// <summary>Gives up the secret.</summary>
    public void Dispose() => key.Dispose();
}
