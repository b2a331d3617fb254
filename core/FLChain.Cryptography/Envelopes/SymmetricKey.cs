using System.Security.Cryptography;

namespace FLChain.Cryptography.Envelopes;

/// <summary>
/// 32 secret bytes, owned by the instance and zeroed when it is disposed. The subclasses say what a key may derive or
/// open; none can be turned into a key further up (HKDF-SHA-512, RFC 5869).
/// </summary>
public abstract class SymmetricKey : IDisposable
{
    /// <summary>Length of every key, in bytes.</summary>
    public const int LengthBytes = 32;

    private readonly byte[] bytes = new byte[LengthBytes];
    private bool disposed;

    private protected SymmetricKey(ReadOnlySpan<byte> secret)
    {
        if (secret.Length != LengthBytes)
            throw new ArgumentException($"A key is {LengthBytes} bytes.", nameof(secret));
        secret.CopyTo(bytes);
    }

    /// <summary>A copy of the secret, to seal to someone or to reveal; the caller owns and erases it.</summary>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public byte[] Export() => Secret.ToArray();

    /// <summary>Zeroes the secret.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Zeroes the secret.</summary>
    /// <param name="disposing">True when called from <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        disposed = true;
        CryptographicOperations.ZeroMemory(bytes);
    }

    private protected ReadOnlySpan<byte> Secret
    {
        get
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            return bytes;
        }
    }

    private protected byte[] Derive(DerivationInfo info, int byteCount = LengthBytes)
    {
        byte[] output = new byte[byteCount];
        HKDF.DeriveKey(HashAlgorithmName.SHA512, Secret, output, salt: [], info: info.ToArray());
        return output;
    }
}
