using System.Numerics;
using FLChain.Cryptography.Arithmetic;

namespace FLChain.Cryptography.ThresholdPaillier;

/// <summary>
/// A trainer's share ±c^{2Δ·s_j} mod n² of one ciphertext. Both signs satisfy every equation (shares are only ever used
/// squared), so the encoding is the smaller of the two: one share has one form.
/// </summary>
internal static class DecryptionShare
{
    /// <summary>2Δ·s_j, the exponent of every share of one trainer; the caller disposes it.</summary>
    public static SecretInteger Exponent(ThresholdPublicKey key, SecretKeyShare share)
    {
        using var factor = SecretInteger.FromPublic(2 * Combinatorics.Factorial(key.Trainers));
        return SecretInteger.Multiply(share.Value, factor);
    }

    public static BigInteger Compute(ThresholdPublicKey key, BigInteger ciphertext, SecretInteger exponent)
    {
        var share = key.Arithmetic.PowerSecret(ciphertext, exponent);
        return BigInteger.Min(share, key.ModulusSquared - share);
    }

    /// <summary>Whether the share is the smaller of c_j and n² − c_j.</summary>
    public static bool IsCanonical(ThresholdPublicKey key, BigInteger share) => 2 * share < key.ModulusSquared;
}
