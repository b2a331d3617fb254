using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace FLChain.Cryptography.Envelopes;

/// <summary>
/// Encrypts a finished model so that every trainer, alone, makes the same ciphertext, and so that the key can be sold:
/// the ledger keeps the ciphertext's digest and the key's hash, a buyer is sent the key.
/// </summary>
/// <remarks>
/// K = HKDF-SHA-512(SHA-512(final weights); info = label, fid), 32 bytes. The weights are hashed as little-endian
/// IEEE 754 single precision in parameter order, with minus zero written as zero. Only the federation knows them: they
/// start from a seed of the group key and move by aggregates that only partners unmask. Bytes of a ciphertext: magic
/// "FLCM", version (1 byte, 1), nonce (12 bytes), ciphertext, tag (16 bytes); AES-256-GCM with the fid as associated
/// data. The nonce is HMAC-SHA-256(nonce key from K, model) cut to 12 bytes: the same model gives the same bytes,
/// two models under one K never share a nonce.
/// </remarks>
public static class ModelVault
{
    /// <summary>Length of K, in bytes.</summary>
    public const int KeyBytes = 32;

    /// <summary>Length of a digest and of a key's hash, in bytes (SHA-512).</summary>
    public const int DigestBytes = 64;

    /// <summary>Largest model, in bytes: 256 MiB.</summary>
    public const int MaxModelBytes = 1 << 28;

    /// <summary>Bytes that a ciphertext is longer than its model.</summary>
    public const int OverheadBytes = HeaderBytes + NonceBytes + TagBytes;

    private const int HeaderBytes = 5;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private static ReadOnlySpan<byte> Header => "FLCM\u0001"u8;

    /// <summary>Encrypts a model under the key of its weights.</summary>
    /// <param name="weights">The final weights, in parameter order; finite.</param>
    /// <param name="fid">The federation's id.</param>
    /// <param name="model">The ONNX file, at most <see cref="MaxModelBytes"/>.</param>
    /// <returns>Ciphertext, digest, key and key hash; the caller disposes it to zero the key.</returns>
    /// <exception cref="ArgumentException">No weights, a weight that is not finite, an empty fid, too large a model.</exception>
    public static SealedModel Encrypt(ReadOnlySpan<float> weights, string fid, ReadOnlySpan<byte> model)
    {
        ArgumentException.ThrowIfNullOrEmpty(fid);
        if (model.Length > MaxModelBytes)
            throw new ArgumentException($"The model is longer than {MaxModelBytes} bytes.", nameof(model));

        byte[] key = DeriveKey(weights, fid);
        byte[] cipherKey = Subkey(key, "FLChain model cipher v1");
        byte[] nonceKey = Subkey(key, "FLChain model nonce v1");
        try
        {
            byte[] ciphertext = new byte[OverheadBytes + model.Length];
            Header.CopyTo(ciphertext);
            Span<byte> nonce = ciphertext.AsSpan(HeaderBytes, NonceBytes);
            HMACSHA256.HashData(nonceKey, model).AsSpan(0, NonceBytes).CopyTo(nonce);
            Span<byte> body = ciphertext.AsSpan(HeaderBytes + NonceBytes);
            using var aes = new AesGcm(cipherKey, TagBytes);
            aes.Encrypt(nonce, model, body[..model.Length], body[model.Length..], Encoding.UTF8.GetBytes(fid));
            return new SealedModel(ciphertext, Digest(ciphertext), HashKey(key), key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
            CryptographicOperations.ZeroMemory(cipherKey);
            CryptographicOperations.ZeroMemory(nonceKey);
        }
    }

    /// <summary>Decrypts a bought model. The buyer first compares <see cref="HashKey"/> and <see cref="Digest"/>.</summary>
    /// <param name="key">K, 32 bytes, from anywhere.</param>
    /// <param name="fid">The federation's id.</param>
    /// <param name="ciphertext">Bytes from anywhere.</param>
    /// <param name="model">The ONNX file, or null when the result is false.</param>
    /// <param name="rejection">Why it did not open; <see cref="EnvelopeRejection.None"/> when it did.</param>
    /// <exception cref="ArgumentException">An empty fid.</exception>
    public static bool TryDecrypt(
        ReadOnlySpan<byte> key, string fid, ReadOnlySpan<byte> ciphertext,
        [NotNullWhen(true)] out byte[]? model, out EnvelopeRejection rejection)
    {
        ArgumentException.ThrowIfNullOrEmpty(fid);
        model = null;
        rejection = CheckForm(key, ciphertext);
        if (rejection != EnvelopeRejection.None)
            return false;

        ReadOnlySpan<byte> body = ciphertext[(HeaderBytes + NonceBytes)..];
        byte[] opened = new byte[body.Length - TagBytes];
        byte[] cipherKey = Subkey(key, "FLChain model cipher v1");
        try
        {
            using var aes = new AesGcm(cipherKey, TagBytes);
            ReadOnlySpan<byte> nonce = ciphertext.Slice(HeaderBytes, NonceBytes);
            aes.Decrypt(nonce, body[..opened.Length], body[opened.Length..], opened, Encoding.UTF8.GetBytes(fid));
        }
        catch (AuthenticationTagMismatchException)
        {
            rejection = EnvelopeRejection.Authentication;
            return false;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(cipherKey);
        }
        model = opened;
        return true;
    }

    /// <summary>SHA-512 of a ciphertext: what the trainers attest and a download is checked against.</summary>
    /// <param name="ciphertext">The encrypted model.</param>
    public static byte[] Digest(ReadOnlySpan<byte> ciphertext) => SHA512.HashData(ciphertext);

    /// <summary>The hash that commits to K on the ledger: SHA-512 over a label and K; integer work only.</summary>
    /// <param name="key">K, or what was delivered as K; any length.</param>
    public static byte[] HashKey(ReadOnlySpan<byte> key) =>
        SHA512.HashData(new DerivationInfo("FLChain model key hash v1").Add(key).ToArray());

    private static EnvelopeRejection CheckForm(ReadOnlySpan<byte> key, ReadOnlySpan<byte> ciphertext)
    {
        if (key.Length != KeyBytes)
            return EnvelopeRejection.PrivateKey;
        if (ciphertext.Length < OverheadBytes || ciphertext.Length > OverheadBytes + MaxModelBytes)
            return EnvelopeRejection.Length;
        return ciphertext.StartsWith(Header) ? EnvelopeRejection.None : EnvelopeRejection.Version;
    }

    /// <summary>K, the key of the model with these final weights: whoever trained it can compute it, nobody else.</summary>
    /// <param name="weights">The final weights, in parameter order; finite.</param>
    /// <param name="fid">The federation's id.</param>
    /// <returns>32 bytes; the caller zeroes them.</returns>
    /// <exception cref="ArgumentException">No weights, a weight that is not finite, or an empty fid.</exception>
    public static byte[] DeriveKey(ReadOnlySpan<float> weights, string fid)
    {
        ArgumentException.ThrowIfNullOrEmpty(fid);
        if (weights.IsEmpty)
            throw new ArgumentException("A model has weights.", nameof(weights));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        byte[] word = new byte[sizeof(float)];
        for (int i = 0; i < weights.Length; i++)
        {
            if (!float.IsFinite(weights[i]))
                throw new ArgumentException($"Weight {i} is not finite.", nameof(weights));
            // Adding zero turns -0 into +0 and changes nothing else.
            BinaryPrimitives.WriteSingleLittleEndian(word, weights[i] + 0f);
            hash.AppendData(word);
        }
        byte[] digest = hash.GetHashAndReset();
        byte[] info = new DerivationInfo("FLChain model key v1").Add(fid).ToArray();
        byte[] key = HKDF.DeriveKey(HashAlgorithmName.SHA512, digest, KeyBytes, info: info);
        CryptographicOperations.ZeroMemory(digest);
        return key;
    }

    private static byte[] Subkey(ReadOnlySpan<byte> key, string label)
    {
        byte[] subkey = new byte[KeyBytes];
        HKDF.DeriveKey(HashAlgorithmName.SHA512, key, subkey, salt: [], info: new DerivationInfo(label).ToArray());
        return subkey;
    }
}
