using FLChain.Cryptography.RingLwe;

namespace FLChain.Cryptography.Tests.RingLwe;

/// <summary>Slow and obvious arithmetic of Z_q[X]/(X^n + 1), to hold the fast one against.</summary>
internal static class RingArithmetic
{
    /// <summary>a·b by the definition: X^n = −1.</summary>
    public static ulong[] Product(RlweParameters parameters, ulong[] a, ulong[] b)
    {
        int n = parameters.Degree;
        ulong q = parameters.Modulus;
        var sums = new UInt128[n];
        var borrowed = new UInt128[n];
        for (int i = 0; i < n; i++)
        {
            if (a[i] == 0)
                continue;
            for (int j = 0; j < n; j++)
            {
                // Products are below 2^106 and 2,048 of them below 2^117.
                if (i + j < n)
                    sums[i + j] += (UInt128)a[i] * b[j];
                else
                    borrowed[i + j - n] += (UInt128)a[i] * b[j];
            }
        }
        return [.. sums.Zip(borrowed, (plus, minus) => (ulong)(((plus % q) + q - (minus % q)) % q))];
    }

    public static ulong Power(ulong value, ulong exponent, ulong q)
    {
        UInt128 result = 1, square = value;
        for (; exponent > 0; exponent >>= 1, square = square * square % q)
        {
            if ((exponent & 1) == 1)
                result = result * square % q;
        }
        return (ulong)result;
    }

    public static ulong[] Random(RlweParameters parameters, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, parameters.Degree).Select(_ => (ulong)random.NextInt64((long)parameters.Modulus))];
    }
}
