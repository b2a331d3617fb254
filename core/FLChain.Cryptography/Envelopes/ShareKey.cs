using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace FLChain.Cryptography.Envelopes;

/// <summary>
/// Seals the gradient shares of one author in one attempt at one iteration. A report that accuses this author reveals
/// this key alone: it opens this payload and no other.
/// </summary>
/// <remarks>
/// <para>
/// Bytes of a payload: version (1 byte, 1), salt (32 random bytes), key commitment (32 bytes), ciphertext (as long
/// as the plaintext), tag (16 bytes). HKDF-SHA-512(key; info = label, salt) gives the AES-256-GCM key, its nonce and
/// the commitment; the context is the associated data. The salt makes a second sealing after a crash harmless. The
/// commitment makes the payload open under one key only, which AES-GCM alone does not promise, so that an author
/// cannot show its partners one share and a contract another.
/// </para>
/// <para>Safe for concurrent use until disposed.</para>
/// </remarks>
public sealed class ShareKey : SymmetricKey
{
    /// <summary>Largest plaintext, in bytes: 64 MiB.</summary>
    public const int MaxPlaintextBytes = 1 << 26;

    /// <summary>Bytes that a payload is longer than its plaintext.</summary>
    public const int OverheadBytes = 1 + SaltBytes + CommitmentBytes + TagBytes;

    private const byte Version = 1;
    private const int SaltBytes = 32;
    private const int CommitmentBytes = 32;
    private const int TagBytes = 16;
    private const int NonceBytes = 12;

    private ShareKey(ReadOnlySpan<byte> secret)
        : base(secret)
    {
    }

    /// <summary>The key with these bytes (copied).</summary>
    /// <param name="secret">32 bytes, as <see cref="SymmetricKey.Export"/> gave them.</param>
    /// <exception cref="ArgumentException">Another length.</exception>
    public static ShareKey FromBytes(ReadOnlySpan<byte> secret) => new(secret);

    /// <summary>Seals a plaintext; each call gives different bytes.</summary>
    /// <param name="plaintext">At most <see cref="MaxPlaintextBytes"/>.</param>
    /// <param name="context">What the payload is for; authenticated, not stored.</param>
    /// <exception cref="ArgumentException">The plaintext is too long.</exception>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public byte[] Seal(ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> context)
    {
        if (plaintext.Length > MaxPlaintextBytes)
            throw new ArgumentException($"The plaintext is longer than {MaxPlaintextBytes} bytes.", nameof(plaintext));
        byte[] payload = new byte[OverheadBytes + plaintext.Length];
        payload[0] = Version;
        Span<byte> salt = payload.AsSpan(1, SaltBytes);
        RandomNumberGenerator.Fill(salt);
        byte[] okm = DeriveMaterial(salt);
        try
        {
            CommitmentIn(okm).CopyTo(payload.AsSpan(1 + SaltBytes));
            Span<byte> body = payload.AsSpan(1 + SaltBytes + CommitmentBytes);
            using var aes = new AesGcm(okm.AsSpan(0, LengthBytes), TagBytes);
            aes.Encrypt(NonceIn(okm), plaintext, body[..plaintext.Length], body[plaintext.Length..], context);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(okm);
        }
        return payload;
    }

    /// <summary>Opens a payload.</summary>
    /// <param name="payload">Bytes from anywhere.</param>
    /// <param name="context">The context given to <see cref="Seal"/>.</param>
    /// <param name="plaintext">The plaintext, or null when the result is false.</param>
    /// <param name="rejection">Why it did not open; <see cref="EnvelopeRejection.None"/> when it did.</param>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public bool TryOpen(
        ReadOnlySpan<byte> payload, ReadOnlySpan<byte> context,
        [NotNullWhen(true)] out byte[]? plaintext, out EnvelopeRejection rejection)
    {
        plaintext = null;
        rejection = payload.Length < OverheadBytes || payload.Length > OverheadBytes + MaxPlaintextBytes
            ? EnvelopeRejection.Length
            : payload[0] != Version ? EnvelopeRejection.Version : EnvelopeRejection.None;
        if (rejection != EnvelopeRejection.None)
            return false;

        byte[] okm = DeriveMaterial(payload.Slice(1, SaltBytes));
        try
        {
            if (!CryptographicOperations.FixedTimeEquals(CommitmentIn(okm), payload.Slice(1 + SaltBytes, CommitmentBytes)))
            {
                rejection = EnvelopeRejection.KeyCommitment;
                return false;
            }
            ReadOnlySpan<byte> body = payload[(1 + SaltBytes + CommitmentBytes)..];
            byte[] opened = new byte[body.Length - TagBytes];
            using var aes = new AesGcm(okm.AsSpan(0, LengthBytes), TagBytes);
            aes.Decrypt(NonceIn(okm), body[..opened.Length], body[opened.Length..], opened, context);
            plaintext = opened;
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            rejection = EnvelopeRejection.Authentication;
            return false;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(okm);
        }
    }

    // AES key, nonce, commitment.
    private byte[] DeriveMaterial(ReadOnlySpan<byte> salt) =>
        Derive(new DerivationInfo("FLChain share payload v1").Add(salt), LengthBytes + NonceBytes + CommitmentBytes);

    private static ReadOnlySpan<byte> NonceIn(byte[] okm) => okm.AsSpan(LengthBytes, NonceBytes);

    private static ReadOnlySpan<byte> CommitmentIn(byte[] okm) => okm.AsSpan(LengthBytes + NonceBytes);
}
