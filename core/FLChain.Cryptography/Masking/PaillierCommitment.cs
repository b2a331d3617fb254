using System.Numerics;
using System.Security.Cryptography;
using FLChain.Cryptography.Arithmetic;
using FLChain.Cryptography.Proofs;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Cryptography.Masking;

/// <summary>
/// The commitment C(H(W_0)) to the initial weights (paper, Algorithm 2): an encryption of their digest under a
/// randomness that the trainers share, so that all of them publish the same bytes and nobody else can test a guess.
/// Only for values whose randomness stays secret: never commit to a gradient this way.
/// </summary>
public static class PaillierCommitment
{
    private const int MessageBits = 256;

    private static ReadOnlySpan<byte> SeedUse => "flchain/paillier/commitment/v1"u8;

    /// <summary>The commitment, <see cref="ThresholdPublicKey.CiphertextBytes"/> bytes, the same for the same input.</summary>
    /// <param name="key">The federation's key.</param>
    /// <param name="digest">Digest of what is committed to, such as the SHA-512 of the canonical weights; not empty.</param>
    /// <param name="randomness32">32 random bytes shared by the trainers alone.</param>
    /// <exception cref="ArgumentException">The digest is empty or the randomness has another length.</exception>
    public static byte[] Commit(ThresholdPublicKey key, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> randomness32)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (digest.IsEmpty)
            throw new ArgumentException("The digest must not be empty.", nameof(digest));
        if (randomness32.Length != SecurityParameters.SeedBytes)
            throw new ArgumentException($"The randomness must have {SecurityParameters.SeedBytes} bytes.", nameof(randomness32));
        using var expansion = new SeedExpansion(key, randomness32, SeedUse);
        using var alpha = expansion.Next(0);
        return FixedWidth.Encode(PaillierEncryption.Encrypt(key, Message(key, digest), alpha), key.CiphertextBytes);
    }

    /// <summary>Whether a commitment opens to a digest under a randomness. Any bytes give an answer.</summary>
    /// <param name="key">The federation's key.</param>
    /// <param name="commitment">The published commitment.</param>
    /// <param name="digest">The digest claimed.</param>
    /// <param name="randomness32">The randomness claimed.</param>
    public static bool Opens(ThresholdPublicKey key, ReadOnlySpan<byte> commitment, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> randomness32) =>
        !digest.IsEmpty && randomness32.Length == SecurityParameters.SeedBytes
        && CryptographicOperations.FixedTimeEquals(commitment, Commit(key, digest, randomness32));

    // 256 bits of SHA-512 of the digest; fewer only where a test key has no room for them.
    private static BigInteger Message(ThresholdPublicKey key, ReadOnlySpan<byte> digest)
    {
        using var transcript = new Transcript("flchain/paillier/commitment/v1");
        transcript.Append("digest", digest);
        var hashed = transcript.Residue("message", 0, BigInteger.One << MessageBits);
        return hashed % (BigInteger.One << Math.Min(MessageBits, key.ModulusBits - 8));
    }
}
