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
    private readonly int exponentBytes;
    private readonly Side numerator;
    private readonly Side denominator;

    /// <param name="key">The federation's key.</param>
    /// <param name="indices">t distinct trainer indices, 1 to N.</param>
    public ShareCombination(ThresholdPublicKey key, IReadOnlyList<int> indices)
    {
        this.key = key;
        var delta = Combinatorics.Factorial(key.Trainers);
        BigInteger[] exponents = [.. indices.Select(j => 2 * Combinatorics.Lagrange(indices, j, 0, delta))];
        exponentBytes = exponents.Max(exponent => BigInteger.Abs(exponent).GetByteCount(isUnsigned: true));
        numerator = SideOf(exponents, 1);
        denominator = SideOf(exponents, -1);
    }

    /// <summary>The plaintext, or null when the shares are not shares of one ciphertext.</summary>
    /// <param name="shares">Units below n², in the order of the indices.</param>
    public BigInteger? Open(IReadOnlyList<BigInteger> shares)
    {
        // One inversion for all negative exponents.
        if (!key.Arithmetic.TryInvert(Product(denominator, shares), out var inverse))
            return null;
        // u = 1 mod n exactly when the factors outside ⟨1 + n⟩ cancelled.
        var u = key.Arithmetic.Multiply(Product(numerator, shares), inverse) - 1;
        return (u % key.Modulus).IsZero ? u / key.Modulus * key.CombinationFactor % key.Modulus : null;
    }

    private BigInteger Product(Side side, IReadOnlyList<BigInteger> shares)
    {
        int width = key.Arithmetic.ElementBytes;
        var bases = new byte[side.Places.Length * width];
        for (int i = 0; i < side.Places.Length; i++)
            FixedWidth.Write(shares[side.Places[i]], bases.AsSpan(i * width, width));
        return MultiExponentiation.Compute(key.Arithmetic, bases, side.Exponents, exponentBytes, maxDegree: 1, CancellationToken.None);
    }

    private Side SideOf(BigInteger[] exponents, int sign)
    {
        int[] places = [.. Enumerable.Range(0, exponents.Length).Where(i => exponents[i].Sign == sign)];
        return new Side(places, [.. places.SelectMany(i => FixedWidth.Encode(BigInteger.Abs(exponents[i]), exponentBytes))]);
    }

    // The shares whose exponents have one sign, by their places among the indices, with the exponents' magnitudes.
    private sealed record Side(int[] Places, byte[] Exponents);
}
