using System.Security.Cryptography;

namespace FLChain.Cryptography.Envelopes;

/// <summary>
/// A finished model, encrypted: what is public (ciphertext, digest, hash of the key) and the key that is sold.
/// Disposing zeroes the key; the public parts stay.
/// </summary>
public sealed class SealedModel : IDisposable
{
    private readonly byte[] key;
    private bool disposed;

    internal SealedModel(byte[] ciphertext, byte[] digest, byte[] keyHash, ReadOnlySpan<byte> key)
    {
        Ciphertext = ciphertext;
        Digest = digest;
        KeyHash = keyHash;
        this.key = key.ToArray();
    }

    /// <summary>The encrypted model; the same bytes for every trainer.</summary>
    public ReadOnlyMemory<byte> Ciphertext { get; }

    /// <summary>SHA-512 of <see cref="Ciphertext"/>, 64 bytes.</summary>
    public ReadOnlyMemory<byte> Digest { get; }

    /// <summary>The commitment to K, 64 bytes; see <see cref="ModelVault.HashKey"/>.</summary>
    public ReadOnlyMemory<byte> KeyHash { get; }

    /// <summary>A copy of K, 32 bytes; the caller owns and erases it.</summary>
    /// <exception cref="ObjectDisposedException">The key was zeroed.</exception>
    public byte[] ExportKey()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        return (byte[])key.Clone();
    }

    /// <summary>Zeroes K.</summary>
    public void Dispose()
    {
        disposed = true;
        CryptographicOperations.ZeroMemory(key);
    }
}
