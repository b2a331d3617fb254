using System.Numerics;

namespace FLChain.Cryptography.ThresholdPaillier;

/// <summary>Δ = N! and the Lagrange coefficients scaled by it (Shoup 2000, section 3).</summary>
internal static class Combinatorics
{
    public static BigInteger Factorial(int n)
    {
        var product = BigInteger.One;
        for (int i = 2; i <= n; i++)
            product *= i;
        return product;
    }

    /// <summary>
    /// Δ·∏_{i≠j} (at − i)/(j − i) over the indices: an exact integer, possibly negative, with
    /// Σ_j λ_j·f(j) = Δ·f(at) for every polynomial of lower degree than there are indices.
    /// </summary>
    public static BigInteger Lagrange(IReadOnlyList<int> indices, int j, int at, BigInteger delta)
    {
        BigInteger numerator = delta, denominator = BigInteger.One;
        foreach (int i in indices)
        {
            if (i == j)
                continue;
            numerator *= at - i;
            denominator *= j - i;
        }
        return numerator / denominator;
    }
}
