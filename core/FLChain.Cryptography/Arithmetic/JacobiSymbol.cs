using System.Numerics;

namespace FLChain.Cryptography.Arithmetic;

/// <summary>The Jacobi symbol of public numbers (Handbook of Applied Cryptography, algorithm 2.149).</summary>
internal static class JacobiSymbol
{
    /// <summary>(a/n) for odd n &gt; 1 and 0 ≤ a &lt; n: 1, −1, or 0 when they have a common factor.</summary>
    public static int Of(BigInteger a, BigInteger n)
    {
        int sign = 1;
        while (!a.IsZero)
        {
            int twos = (int)BigInteger.TrailingZeroCount(a);
            a >>= twos;
            // (2/n) = −1 for n = ±3 mod 8; reciprocity flips the sign when both are 3 mod 4.
            int residue = (int)(n & 7);
            if (twos % 2 == 1 && residue is 3 or 5)
                sign = -sign;
            if ((residue & 3) == 3 && (int)(a & 3) == 3)
                sign = -sign;
            (a, n) = (n % a, a);
        }
        return n.IsOne ? sign : 0;
    }
}
