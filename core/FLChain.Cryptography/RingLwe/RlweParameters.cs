using System.Numerics;

namespace FLChain.Cryptography.RingLwe;

/// <summary>
/// The two parameter sets of the ring-LWE mask, with their reasons (docs/protocol.md, "Hybrid masking"). Both stand
/// within the rows for 128 bits of classical security of the homomorphic encryption standard (Albrecht et al., 2018).
/// </summary>
/// <param name="Degree">n of the ring Z_q[X]/(X^n + 1), a power of two.</param>
/// <param name="Modulus">q, a prime that is 1 mod 2n, so that the ring splits and products cost n·log n.</param>
internal sealed record RlweParameters(int Degree, ulong Modulus)
{
    /// <summary>Coefficients of keys and errors are at most this large: 9.08 σ, where the 63-bit table ends.</summary>
    public const int CoefficientBound = 59;

    /// <summary>12·σ for σ = 6.5: a sum of N coefficients is beyond 12·σ·√N with probability below 2^−102.</summary>
    public const int SumBoundFactor = 78;

    /// <summary>q = 2^53 − 126975: log q = 53 of at most 54 for n = 2048.</summary>
    public static RlweParameters Standard { get; } = new(2048, 9007199254614017);

    /// <summary>q = 2^27 − 2047, of at most 27 bits for n = 1024: half the ciphertexts of the key, for small sums.</summary>
    public static RlweParameters Light { get; } = new(1024, 134215681);

    /// <summary>⌈log₂ q⌉, the width of a packed word.</summary>
    public int WordBits { get; } = 64 - BitOperations.LeadingZeroCount(Modulus);

    /// <summary>Bytes of n packed words; a whole number, since 8 divides n.</summary>
    public int PolynomialBytes => Degree / 8 * WordBits;

    /// <summary>E = min(59·N, ⌈12·6.5·√N⌉): no coefficient of a sum of N keys or errors is larger.</summary>
    /// <param name="trainers">N, at least 1.</param>
    public static int SumBound(int trainers)
    {
        // ⌈√(78²·N)⌉ in whole numbers.
        long square = (long)SumBoundFactor * SumBoundFactor * trainers;
        long root = 1;
        while (root * root < square)
            root++;
        return (int)Math.Min((long)CoefficientBound * trainers, root);
    }
}
