using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace FLChain.Cryptography.Envelopes;

/// <summary>
/// A message sealed to one P-256 public key (ECIES: ephemeral ECDH, HKDF-SHA-256, AES-256-GCM; the scheme of
/// SEC 1 section 5.1 with RFC 5869 and NIST SP 800-38D). Used for dealt shares, for a model's delivery key, and for
/// seeds opened to the authority.
/// </summary>
/// <remarks>
/// <para>
/// Bytes of an envelope, in order: version (1 byte, 1), ephemeral public key (65 bytes, uncompressed point),
/// ciphertext (as long as the plaintext), tag (16 bytes). Key (32 bytes) and nonce (12 bytes) are
/// HKDF(x-coordinate of the shared point; info = label, both public keys, context), so each envelope has its own of
/// both, and a negated ephemeral point, which has the same x-coordinate, does not open.
/// </para>
/// <para>
/// The context names what the envelope is for (federation, recipient, purpose) and must be given again to open it.
/// Opening uses no randomness: two endorsers who open the same bytes with a revealed key see the same.
/// All members are safe for concurrent use; one <see cref="ECDiffieHellman"/> instance is not to be shared by threads.
/// </para>
/// </remarks>
public static class SealedEnvelope
{
    /// <summary>Largest message, in bytes: 1 MiB.</summary>
    public const int MaxPlaintextBytes = 1 << 20;

    /// <summary>Largest context, in bytes.</summary>
    public const int MaxContextBytes = 4096;

    /// <summary>Bytes that an envelope is longer than its message.</summary>
    public const int OverheadBytes = 1 + P256.PointBytes + TagBytes;

    private const byte Version = 1;
    private const int KeyBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const string Label = "FLChain sealed envelope v1";

    /// <summary>Whether bytes are a P-256 public key that envelopes can be sealed to.</summary>
    /// <param name="spki">DER SubjectPublicKeyInfo (RFC 5480), 91 bytes, named curve, uncompressed point.</param>
    public static bool IsRecipientKey(ReadOnlySpan<byte> spki) => P256.TryReadSpki(spki, out _);

    /// <summary>Seals a message; each call gives different bytes.</summary>
    /// <param name="recipientSpki">The recipient's public key, as <see cref="IsRecipientKey"/> accepts it.</param>
    /// <param name="context">What the envelope is for; at most <see cref="MaxContextBytes"/>.</param>
    /// <param name="plaintext">The message; at most <see cref="MaxPlaintextBytes"/>.</param>
    /// <returns>The envelope, <see cref="OverheadBytes"/> longer than the message.</returns>
    /// <exception cref="ArgumentException">A key that is not on P-256, or an input above its limit.</exception>
    public static byte[] Seal(
        ReadOnlySpan<byte> recipientSpki, ReadOnlySpan<byte> context, ReadOnlySpan<byte> plaintext)
    {
        if (!P256.TryReadSpki(recipientSpki, out ReadOnlySpan<byte> recipient))
            throw new ArgumentException("The recipient's key is not a P-256 SubjectPublicKeyInfo.", nameof(recipientSpki));
        CheckContext(context);
        if (plaintext.Length > MaxPlaintextBytes)
            throw new ArgumentException($"The message is longer than {MaxPlaintextBytes} bytes.", nameof(plaintext));

        using ECDiffieHellman ephemeral = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        byte[] ephemeralPoint = P256.PointOf(ephemeral);
        byte[] envelope = new byte[OverheadBytes + plaintext.Length];
        envelope[0] = Version;
        ephemeralPoint.CopyTo(envelope, 1);
        byte[] okm = DeriveKeyAndNonce(ephemeral, recipient, ephemeralPoint, recipient, context);
        try
        {
            using var aes = new AesGcm(okm.AsSpan(0, KeyBytes), TagBytes);
            Span<byte> body = envelope.AsSpan(1 + P256.PointBytes);
            aes.Encrypt(okm.AsSpan(KeyBytes), plaintext, body[..plaintext.Length], body[plaintext.Length..], context);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(okm);
        }
        return envelope;
    }

    /// <summary>Opens an envelope with the recipient's private key.</summary>
    /// <param name="key">The recipient's P-256 private key; stays the caller's.</param>
    /// <param name="context">The context given to <see cref="Seal"/>.</param>
    /// <param name="envelope">Bytes from anywhere.</param>
    /// <param name="plaintext">The message, or null when the result is false.</param>
    /// <param name="rejection">Why it did not open; <see cref="EnvelopeRejection.None"/> when it did.</param>
    /// <exception cref="ArgumentException">The key is not on P-256, or the context is above its limit.</exception>
    public static bool TryOpen(
        ECDiffieHellman key, ReadOnlySpan<byte> context, ReadOnlySpan<byte> envelope,
        [NotNullWhen(true)] out byte[]? plaintext, out EnvelopeRejection rejection)
    {
        ArgumentNullException.ThrowIfNull(key);
        CheckContext(context);
        byte[] recipient = P256.PointOf(key);
        plaintext = null;
        rejection = CheckForm(envelope);
        if (rejection != EnvelopeRejection.None)
            return false;

        ReadOnlySpan<byte> ephemeral = envelope.Slice(1, P256.PointBytes);
        ReadOnlySpan<byte> body = envelope[(1 + P256.PointBytes)..];
        byte[] okm = DeriveKeyAndNonce(key, ephemeral, ephemeral, recipient, context);
        return TryDecrypt(okm, body, context, out plaintext, out rejection);
    }

    /// <summary>Opens a well-formed envelope with the x-coordinate of the shared point, which is public in a dispute.</summary>
    internal static bool TryOpenWithSharedSecret(
        ReadOnlySpan<byte> shared, ReadOnlySpan<byte> recipient, ReadOnlySpan<byte> context, ReadOnlySpan<byte> envelope,
        [NotNullWhen(true)] out byte[]? plaintext, out EnvelopeRejection rejection)
    {
        CheckContext(context);
        byte[] okm = DeriveKeyAndNonce(shared, EphemeralIn(envelope), recipient, context);
        return TryDecrypt(okm, envelope[(1 + P256.PointBytes)..], context, out plaintext, out rejection);
    }

    /// <summary>The ephemeral point of a well-formed envelope.</summary>
    internal static ReadOnlySpan<byte> EphemeralIn(ReadOnlySpan<byte> envelope) => envelope.Slice(1, P256.PointBytes);

    private static bool TryDecrypt(
        byte[] okm, ReadOnlySpan<byte> body, ReadOnlySpan<byte> context,
        [NotNullWhen(true)] out byte[]? plaintext, out EnvelopeRejection rejection)
    {
        plaintext = null;
        rejection = EnvelopeRejection.None;
        byte[] opened = new byte[body.Length - TagBytes];
        try
        {
            using var aes = new AesGcm(okm.AsSpan(0, KeyBytes), TagBytes);
            aes.Decrypt(okm.AsSpan(KeyBytes), body[..opened.Length], body[opened.Length..], opened, context);
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
        plaintext = opened;
        return true;
    }

    /// <summary>
    /// Opens an envelope with a private key that its owner revealed in a dispute. Every argument but the context may
    /// be hostile. The caller checks with <see cref="TryPublicKeyOf"/> that the key belongs to the registered one.
    /// </summary>
    /// <param name="privateScalar">The private key, 32 bytes, big-endian.</param>
    /// <param name="context">The context given to <see cref="Seal"/>.</param>
    /// <param name="envelope">Bytes from anywhere.</param>
    /// <param name="plaintext">The message, or null when the result is false.</param>
    /// <param name="rejection">Why it did not open; <see cref="EnvelopeRejection.None"/> when it did.</param>
    /// <exception cref="ArgumentException">The context is above its limit.</exception>
    public static bool TryOpenWithRevealedKey(
        ReadOnlySpan<byte> privateScalar, ReadOnlySpan<byte> context, ReadOnlySpan<byte> envelope,
        [NotNullWhen(true)] out byte[]? plaintext, out EnvelopeRejection rejection)
    {
        if (!P256.IsScalar(privateScalar))
        {
            plaintext = null;
            rejection = EnvelopeRejection.PrivateKey;
            return false;
        }
        using ECDiffieHellman key = P256.ImportScalar(privateScalar);
        return TryOpen(key, context, envelope, out plaintext, out rejection);
    }

    /// <summary>The public key of a revealed private key, to compare with a registered one byte for byte.</summary>
    /// <param name="privateScalar">The private key, 32 bytes, big-endian; may be hostile.</param>
    /// <param name="spki">DER SubjectPublicKeyInfo, 91 bytes, or null when the result is false.</param>
    /// <returns>False when the bytes are no private key of P-256.</returns>
    public static bool TryPublicKeyOf(ReadOnlySpan<byte> privateScalar, [NotNullWhen(true)] out byte[]? spki)
    {
        spki = null;
        if (!P256.IsScalar(privateScalar))
            return false;
        using ECDiffieHellman key = P256.ImportScalar(privateScalar);
        spki = P256.WriteSpki(P256.PointOf(key));
        return true;
    }

    /// <summary>Whether bytes have the form of an envelope; nothing secret is needed to tell.</summary>
    internal static EnvelopeRejection CheckForm(ReadOnlySpan<byte> envelope)
    {
        if (envelope.Length < OverheadBytes || envelope.Length > OverheadBytes + MaxPlaintextBytes)
            return EnvelopeRejection.Length;
        if (envelope[0] != Version)
            return EnvelopeRejection.Version;
        return P256.IsPoint(envelope.Slice(1, P256.PointBytes)) ? EnvelopeRejection.None : EnvelopeRejection.EphemeralPoint;
    }

    private static byte[] DeriveKeyAndNonce(
        ECDiffieHellman own, ReadOnlySpan<byte> other,
        ReadOnlySpan<byte> ephemeral, ReadOnlySpan<byte> recipient, ReadOnlySpan<byte> context)
    {
        using ECDiffieHellman otherKey = P256.ImportPoint(other);
        byte[] shared = own.DeriveRawSecretAgreement(otherKey.PublicKey);
        try
        {
            return DeriveKeyAndNonce(shared, ephemeral, recipient, context);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(shared);
        }
    }

    private static byte[] DeriveKeyAndNonce(
        ReadOnlySpan<byte> shared, ReadOnlySpan<byte> ephemeral, ReadOnlySpan<byte> recipient, ReadOnlySpan<byte> context)
    {
        byte[] info = new DerivationInfo(Label).Add(ephemeral).Add(recipient).Add(context).ToArray();
        byte[] okm = new byte[KeyBytes + NonceBytes];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, shared, okm, salt: [], info: info);
        return okm;
    }

    private static void CheckContext(ReadOnlySpan<byte> context)
    {
        if (context.Length > MaxContextBytes)
            throw new ArgumentException($"The context is longer than {MaxContextBytes} bytes.", nameof(context));
    }
}
