using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FLChain.Cryptography.RingLwe;

/// <summary>
/// The discrete Gaussian on −59 … 59 with σ = 6.5, proportional to exp(−x²/84.5): |x| is how many of 59 thresholds a
/// uniform 63-bit number reaches, the sign is one bit more. Every sample compares with every threshold, in vectors, so
/// neither time nor addresses depend on samples. Thread-safe.
/// </summary>
internal static class DiscreteGaussian
{
    // ⌊2^63·P(|X| ≤ i)⌋ for i = 0 … 58, of the distribution cut at ±59; a test computes them again.
    private static readonly ulong[] Thresholds =
    [
        0x07DB28FC414BCA04, 0x176228D08D54BAFC, 0x265E82A37BA521DC, 0x347E7196C3BE1B08,
        0x417EE764DC3DB063, 0x4D2F147909E62019, 0x5772079E618F7A49, 0x603E6305A03AD6C0,
        0x679C6514E725E28D, 0x6DA2B38B2E3A73EE, 0x727270B6AAD66541, 0x763323BFBA989019,
        0x790EE9F9E191EFF2, 0x7B2F469BA4AA27AC, 0x7CBAC034A94E0A53, 0x7DD35715A43F5D6B,
        0x7E95C2FBC22EC27D, 0x7F195372D87B1718, 0x7F7045CA289136A9, 0x7FA8638A81017D37,
        0x7FCBC276AAAEC12F, 0x7FE188664343286B, 0x7FEE9F49DAE55012, 0x7FF64EA05C3DA9DD,
        0x7FFAB6A6C13DA9B3, 0x7FFD2E4E33B7AD48, 0x7FFE87BC6C8B6C69, 0x7FFF4038CC434EA6,
        0x7FFFA0724C1A9C45, 0x7FFFD1762B437D98, 0x7FFFE9D854201B32, 0x7FFFF5B0F75770FD,
        0x7FFFFB4FDAAB753B, 0x7FFFFDEA973EEEF6, 0x7FFFFF184F46E6C9, 0x7FFFFF9DA72F0562,
        0x7FFFFFD73486B788, 0x7FFFFFEF76D1497A, 0x7FFFFFF9734DD1B9, 0x7FFFFFFD7712E4C5,
        0x7FFFFFFF0A98F73C, 0x7FFFFFFFA552CE16, 0x7FFFFFFFDF436DA7, 0x7FFFFFFFF473DA69,
        0x7FFFFFFFFC05367F, 0x7FFFFFFFFEA8F725, 0x7FFFFFFFFF8F27B6, 0x7FFFFFFFFFDBBBB9,
        0x7FFFFFFFFFF49CED, 0x7FFFFFFFFFFC81D4, 0x7FFFFFFFFFFEF40D, 0x7FFFFFFFFFFFB18F,
        0x7FFFFFFFFFFFE991, 0x7FFFFFFFFFFFF9BC, 0x7FFFFFFFFFFFFE4A, 0x7FFFFFFFFFFFFF8B,
        0x7FFFFFFFFFFFFFE2, 0x7FFFFFFFFFFFFFF8, 0x7FFFFFFFFFFFFFFE,
    ];

    internal static ReadOnlySpan<ulong> Table => Thresholds;

    /// <summary>Turns uniform words into samples, in place.</summary>
    /// <param name="words">Uniform 64-bit words, a multiple of 16; two's-complement samples after.</param>
    public static void Sample(Span<ulong> words)
    {
        var blocks = MemoryMarshal.Cast<ulong, Vector512<long>>(words);
        var magnitudeMask = Vector512.Create(long.MaxValue);
        // Two vectors at a time: a threshold is loaded once for both.
        for (int i = 0; i < blocks.Length; i += 2)
        {
            var (first, second) = (blocks[i], blocks[i + 1]);
            Vector512<long> a = first & magnitudeMask, b = second & magnitudeMask;
            Vector512<long> countA = Vector512<long>.Zero, countB = Vector512<long>.Zero;
            foreach (ulong threshold in Thresholds)
            {
                // A comparison is −1 where it holds.
                var bound = Vector512.Create((long)threshold);
                countA -= Vector512.GreaterThanOrEqual(a, bound);
                countB -= Vector512.GreaterThanOrEqual(b, bound);
            }
            blocks[i] = WithSign(countA, first);
            blocks[i + 1] = WithSign(countB, second);
        }
    }

    // (x ^ s) − s with s = −1 for a set top bit, else 0.
    private static Vector512<long> WithSign(Vector512<long> magnitude, Vector512<long> word)
    {
        var sign = Vector512.LessThan(word, Vector512<long>.Zero);
        return (magnitude ^ sign) - sign;
    }
}
