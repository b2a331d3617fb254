using System.Numerics;
using System.Security.Cryptography;

namespace FLChain.Cryptography.Arithmetic.Managed;

/// <summary>Searches safe primes with a double sieve and Miller–Rabin. At 1024 bits it takes minutes; OpenSSL takes seconds.</summary>
internal static class SafePrimeSearch
{
    // 2^−128 at the least for any candidate: the bound is 4^−rounds.
    private const int Rounds = 64;

    // Length of one sieved run of candidates before the search starts again at a fresh random point.
    private const int RunLength = 1 << 14;

    public static BigInteger Find(int bits, Action? onCandidate, CancellationToken cancellationToken)
    {
        while (true)
        {
            // p' odd with its two top bits set, so p = 2p' + 1 has exactly the wanted length and both top bits.
            var start = RandomBits(bits - 1) | (BigInteger.One << (bits - 2)) | (BigInteger.One << (bits - 3)) | 1;
            var crossedOut = CrossOut(start);
            for (int i = 0; i < RunLength; i++)
            {
                if (crossedOut[i])
                    continue;
                cancellationToken.ThrowIfCancellationRequested();
                onCandidate?.Invoke();
                var half = start + (2 * i);
                if (half.GetBitLength() == bits - 1 && IsSafe(half))
                    return (2 * half) + 1;
            }
        }
    }

    private static bool IsSafe(BigInteger half)
    {
        var prime = (2 * half) + 1;
        // One cheap round of each first: nearly every candidate fails one of the two.
        return Primality.PassesMillerRabin(half, 2) && Primality.PassesMillerRabin(prime, 2)
            && PassesRandomRounds(half) && PassesRandomRounds(prime);
    }

    private static bool PassesRandomRounds(BigInteger candidate)
    {
        for (int i = 0; i < Rounds; i++)
        {
            var witness = (RandomBits((int)candidate.GetBitLength() + 64) % (candidate - 3)) + 2;
            if (!Primality.PassesMillerRabin(candidate, witness))
                return false;
        }
        return true;
    }

    // Marks start + 2i where a small prime divides it or divides 2(start + 2i) + 1.
    private static bool[] CrossOut(BigInteger start)
    {
        var crossedOut = new bool[RunLength];
        foreach (int prime in Primality.SmallPrimes.Skip(1))
        {
            if (start <= prime)
                break;
            int remainder = (int)(start % prime);
            int inverseOfTwo = (prime + 1) / 2;
            // start + 2i = 0 mod prime, and 2·start + 4i + 1 = 0 mod prime.
            long first = (long)(prime - remainder) * inverseOfTwo % prime;
            long offset = ((2L * remainder) + 1) % prime;
            long second = (prime - offset) % prime * inverseOfTwo % prime * inverseOfTwo % prime;
            for (long i = first; i < RunLength; i += prime)
                crossedOut[i] = true;
            for (long i = second; i < RunLength; i += prime)
                crossedOut[i] = true;
        }
        return crossedOut;
    }

    private static BigInteger RandomBits(int bits)
    {
        var bytes = RandomNumberGenerator.GetBytes((bits + 7) / 8);
        var value = new BigInteger(bytes, isUnsigned: true);
        return value & ((BigInteger.One << bits) - 1);
    }
}
