using System.Numerics;
using FLChain.Cryptography.Arithmetic;
using FLChain.Cryptography.Proofs;

namespace FLChain.Cryptography.ThresholdPaillier;

/// <summary>Public elements derived from n by hashing, so that the dealer cannot choose them.</summary>
internal static class NothingUpMySleeve
{
    /// <summary>
    /// h_n = h^n mod n² with h = −x² mod n and x a hash of n (Damgård–Jurik–Nielsen 2010, section 5).
    /// </summary>
    public static BigInteger FixedBase(BigInteger modulus, IModularArithmetic squareArithmetic)
    {
        var x = HashToResidue("flchain/paillier/fixed-base", modulus);
        var h = modulus - (x * x % modulus);
        return squareArithmetic.Power(h, modulus);
    }

    /// <summary>
    /// v = ((1 + n)^a·y^n)² mod n² with a and y hashes of n: a random square whose plaintext 2a everyone knows, so that
    /// θ can be checked against {v_j} without a secret (<see cref="KeyProof"/>).
    /// </summary>
    public static (BigInteger Base, BigInteger Plaintext) VerificationBase(BigInteger modulus, IModularArithmetic squareArithmetic)
    {
        var a = HashToResidue("flchain/paillier/verification-base/plaintext", modulus);
        var y = HashToResidue("flchain/paillier/verification-base/mask", modulus);
        var root = squareArithmetic.Multiply(BigInteger.One + (a * modulus), squareArithmetic.Power(y, modulus));
        return (squareArithmetic.Multiply(root, root), 2 * a % modulus);
    }

    private static BigInteger HashToResidue(string purpose, BigInteger modulus)
    {
        using var transcript = new Transcript(purpose);
        transcript.Append("n", modulus);
        return transcript.Residue("x", 0, modulus);
    }
}
