using System.Numerics;
using FLChain.Cryptography.Arithmetic;
using FLChain.Cryptography.Proofs;
using FLChain.Cryptography.Proofs.WellFormedKey;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Cryptography.Tests.Proofs.WellFormedKey;

/// <summary>The best a dealer can do for a modulus of any primes: every root that exists is given, and 1 for the others.</summary>
internal static class CheatingDealer
{
    /// <param name="key">A key over the product of the primes' powers.</param>
    /// <param name="primes">The distinct primes.</param>
    /// <param name="multiplicity">How often the first prime divides n.</param>
    public static ModulusProof Prove(ThresholdPublicKey key, IReadOnlyList<BigInteger> primes, int multiplicity = 1)
    {
        var n = key.Modulus;
        var w = Enumerable.Range(2, 1000).Select(i => (BigInteger)i).FirstOrDefault(i => JacobiSymbol.Of(i, n) == -1, BigInteger.One);
        using var transcript = ModulusProof.Statement(key, w);
        var roots = new BigInteger[SecurityParameters.RootRounds];
        for (int i = 0; i < roots.Length; i++)
            roots[i] = NthRoot(transcript.Residue("root", i, n), n, primes, multiplicity) ?? BigInteger.One;
        var twists = new byte[SecurityParameters.BlumRounds];
        var fourthRoots = new BigInteger[SecurityParameters.BlumRounds];
        for (int i = 0; i < twists.Length; i++)
        {
            fourthRoots[i] = BigInteger.One;
            for (byte twist = 0; twist < 4; twist++)
            {
                var root = FourthRoot(ModulusProof.Twist(n, w, transcript.Residue("blum", i, n), twist), n, primes);
                if (root is { } found)
                    (twists[i], fourthRoots[i]) = (twist, found);
            }
        }
        return new ModulusProof { NonSquare = w, NthRoots = roots, Twists = twists, FourthRoots = fourthRoots };
    }

    private static BigInteger? NthRoot(BigInteger value, BigInteger n, IReadOnlyList<BigInteger> primes, int multiplicity)
    {
        var order = primes.Aggregate(BigInteger.One, (product, prime) => product * (prime - 1));
        // With a repeated prime, n and φ(n) have it in common and only one residue in p has a root.
        return multiplicity == 1 && BigInteger.GreatestCommonDivisor(n, order).IsOne
            ? BigInteger.ModPow(value, Invert(n % order, order), n) : null;
    }

    private static BigInteger Invert(BigInteger value, BigInteger modulus)
    {
        BigInteger a = modulus, b = value, x = 0, y = 1;
        while (!b.IsZero)
        {
            var quotient = a / b;
            (a, b) = (b, a - (quotient * b));
            (x, y) = (y, x - (quotient * y));
        }
        return ((x % modulus) + modulus) % modulus;
    }

    private static BigInteger? FourthRoot(BigInteger value, BigInteger n, IReadOnlyList<BigInteger> primes)
    {
        BigInteger result = 0, product = 1;
        foreach (var prime in primes)
        {
            if (FourthRootModPrime(value % prime, prime) is not { } root)
                return null;
            // Chinese remaindering, one prime at a time.
            var step = (root - (result % prime) + prime) * Invert(product % prime, prime) % prime;
            (result, product) = (result + (product * step), product * prime);
        }
        return BigInteger.ModPow(result, 4, n) == value ? result : null;
    }

    private static BigInteger? FourthRootModPrime(BigInteger value, BigInteger prime)
    {
        if (SquareRoot(value, prime) is not { } root)
            return null;
        return SquareRoot(root, prime) ?? SquareRoot(prime - root, prime);
    }

    // Tonelli and Shanks.
    private static BigInteger? SquareRoot(BigInteger value, BigInteger prime)
    {
        if (!BigInteger.ModPow(value, (prime - 1) / 2, prime).IsOne)
            return null;
        int twos = (int)BigInteger.TrailingZeroCount(prime - 1);
        var odd = (prime - 1) >> twos;
        BigInteger nonSquare = 2;
        while (BigInteger.ModPow(nonSquare, (prime - 1) / 2, prime).IsOne)
            nonSquare++;
        BigInteger c = BigInteger.ModPow(nonSquare, odd, prime), t = BigInteger.ModPow(value, odd, prime), root = BigInteger.ModPow(value, (odd + 1) / 2, prime);
        while (!t.IsOne)
        {
            int order = 0;
            for (var power = t; !power.IsOne; power = power * power % prime)
                order++;
            var factor = BigInteger.ModPow(c, BigInteger.One << (twos - order - 1), prime);
            (root, c) = (root * factor % prime, factor * factor % prime);
            (t, twos) = (t * c % prime, order);
        }
        return root;
    }
}
