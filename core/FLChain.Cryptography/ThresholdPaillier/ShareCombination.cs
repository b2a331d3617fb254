using System.Numerics;
using FLChain.Cryptography.Arithmetic;

namespace FLChain.Cryptography.ThresholdPaillier;

/// <summary>
/// Opens ciphertexts from the shares of one set S of t trainers: M = L(∏ c_j^{2λ_j} mod n²)·(4Δ²θ)^{−1} mod n with
/// L(u) = (u − 1)/n (Fouque–Poupard–Stern 2000). Public arithmetic only.
/// </summary>
internal sealed class ShareCombination
{
    private readonly ThresholdPublicKey key;
    private readonly BigInteger[] exponents;

    /// <param name="key">The federation's key.</param>
    /// <param name="indices">t distinct trainer indices, 1 to N.</param>
    public ShareCombination(ThresholdPublicKey key, IReadOnlyList<int> indices)
    {
        this.key = key;
        var delta = Combinatorics.Factorial(key.Trainers);
        exponents = [.. indices.Select(j => 2 * Combinatorics.Lagrange(indices, j, 0, delta))];
    }

    /// <summary>The plaintext, or null when the shares are not shares of one ciphertext.</summary>
    /// <param name="shares">Units below n², in the order of the indices.</param>
    public BigInteger? Open(IReadOnlyList<BigInteger> shares)
    {
        var arithmetic = key.Arithmetic;
        BigInteger numerator = BigInteger.One, denominator = BigInteger.One;
        for (int i = 0; i < exponents.Length; i++)
        {
            var power = arithmetic.Power(shares[i], BigInteger.Abs(exponents[i]));
            if (exponents[i].Sign > 0)
                numerator = arithmetic.Multiply(numerator, power);
            else
                denominator = arithmetic.Multiply(denominator, power);
        }
        if (!arithmetic.TryInvert(denominator, out var inverse))
            return null;
        // u = 1 mod n exactly when the factors outside ⟨1 + n⟩ cancelled.
        var u = arithmetic.Multiply(numerator, inverse) - 1;
        return (u % key.Modulus).IsZero ? u / key.Modulus * key.CombinationFactor % key.Modulus : null;
    }
}
