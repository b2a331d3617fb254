using System.Buffers.Binary;
using System.Numerics;
using FLChain.Cryptography.Arithmetic;
using FLChain.Cryptography.Proofs;
using FLChain.Cryptography.Proofs.WellFormedKey;

namespace FLChain.Cryptography.ThresholdPaillier;

/// <summary>
/// The dealer's proof that a public key is well formed, as far as that can be shown without the factors of n:
/// n has no factor below 2^16, is not prime, is square-free and prime to φ(n), and is a Blum integer (a product of two
/// primes that are 3 mod 4); v is the square that n gives; {v_j} lie on one polynomial of degree t − 1; and θ fits them,
/// so t honest shares always decrypt. Not shown: that p and q are safe primes, and that the dealer forgot them.
/// </summary>
/// <remarks>
/// Layout: "FLPW", version (u16), modulus bits (u32), then <see cref="ModulusProof"/>. 35 KB at 2048 bits. Sources:
/// Goldberg, Reyzin, Sagga and Baldimtsi (ePrint 2018/057); Canetti et al. (ePrint 2021/060), the Paillier–Blum modulus proof.
/// </remarks>
public static class KeyProof
{
    private const ushort Version = 1;
    private const int HeaderBytes = 4 + 2 + 4;

    private static ReadOnlySpan<byte> Tag => "FLPW"u8;

    /// <summary>Verifies the proof for a key. Anyone can; it needs no randomness and about 0.1 s at 2048 bits and ten trainers.</summary>
    /// <param name="key">The published key.</param>
    /// <param name="proof">Any bytes.</param>
    public static VerificationResult Verify(ThresholdPublicKey key, ReadOnlySpan<byte> proof)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (proof.Length < HeaderBytes || !proof.StartsWith(Tag) || BinaryPrimitives.ReadUInt16BigEndian(proof[4..]) != Version
            || BinaryPrimitives.ReadInt32BigEndian(proof[6..]) != key.ModulusBits
            || !ModulusProof.TryDecode(key.ModulusBits, proof[HeaderBytes..], out var modulusProof))
            return VerificationResult.Refused(VerificationReason.MalformedPayload);
        var modulus = modulusProof.Verify(key);
        return modulus.IsValid ? VerifyDerivedParts(key) : modulus;
    }

    internal static byte[] Prove(ThresholdPublicKey key, PrimePair primes)
    {
        var modulusProof = ModulusProof.Prove(key, primes).Encode(key.ModulusBits);
        var bytes = new byte[HeaderBytes + modulusProof.Length];
        Tag.CopyTo(bytes);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(4), Version);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(6), key.ModulusBits);
        modulusProof.CopyTo(bytes, HeaderBytes);
        return bytes;
    }

    private static VerificationResult VerifyDerivedParts(ThresholdPublicKey key)
    {
        var (v, plaintext) = NothingUpMySleeve.VerificationBase(key.Modulus, key.Arithmetic);
        if (v != key.VerificationBase)
            return VerificationResult.Refused(VerificationReason.DerivedElementWrong);

        var first = Enumerable.Range(1, key.Threshold).ToArray();
        for (int j = key.Threshold + 1; j <= key.Trainers; j++)
        {
            if (!IsOnPolynomial(key, first, j))
                return VerificationResult.Refused(VerificationReason.VerificationKeysInconsistent, j - 1);
        }
        // v_j² = v^{2Δ·s_j} is trainer j's share of the ciphertext v, whose plaintext is known: θ must open it.
        var shares = first.Select(j => key.Arithmetic.Power(key.VerificationKeys[j - 1], 2)).ToArray();
        return new ShareCombination(key, first).Open(shares) == plaintext
            ? VerificationResult.Valid : VerificationResult.Refused(VerificationReason.VerificationKeysInconsistent);
    }

    // v_j^Δ = ∏ v_i^{λ_i(j)} over i = 1…t, negative exponents on the other side.
    private static bool IsOnPolynomial(ThresholdPublicKey key, int[] first, int j)
    {
        var arithmetic = key.Arithmetic;
        var delta = Combinatorics.Factorial(key.Trainers);
        BigInteger left = arithmetic.Power(key.VerificationKeys[j - 1], delta), right = BigInteger.One;
        foreach (int i in first)
        {
            var exponent = Combinatorics.Lagrange(first, i, j, delta);
            var power = arithmetic.Power(key.VerificationKeys[i - 1], BigInteger.Abs(exponent));
            if (exponent.Sign > 0)
                right = arithmetic.Multiply(right, power);
            else
                left = arithmetic.Multiply(left, power);
        }
        return left == right;
    }
}
