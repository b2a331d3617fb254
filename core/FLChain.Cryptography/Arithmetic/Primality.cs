using System.Numerics;

namespace FLChain.Cryptography.Arithmetic;

/// <summary>Small primes and the Miller–Rabin test (Handbook of Applied Cryptography, 4.2.3).</summary>
internal static class Primality
{
    /// <summary>All primes below 2^16, ascending.</summary>
    public static IReadOnlyList<int> SmallPrimes { get; } = Sieve(1 << 16);

    /// <summary>False proves that the odd <paramref name="candidate"/> is composite; true is a witness for one base only.</summary>
    public static bool PassesMillerRabin(BigInteger candidate, BigInteger witness)
    {
        var minusOne = candidate - 1;
        int twos = (int)BigInteger.TrailingZeroCount(minusOne);
        var power = BigInteger.ModPow(witness, minusOne >> twos, candidate);
        if (power.IsOne || power == minusOne)
            return true;
        for (int i = 1; i < twos; i++)
        {
            power = power * power % candidate;
            if (power == minusOne)
                return true;
        }
        return false;
    }

    private static List<int> Sieve(int limit)
    {
        var composite = new bool[limit];
        var primes = new List<int>();
        for (int i = 2; i < limit; i++)
        {
            if (composite[i])
                continue;
            primes.Add(i);
            for (long multiple = (long)i * i; multiple < limit; multiple += i)
                composite[multiple] = true;
        }
        return primes;
    }
}
