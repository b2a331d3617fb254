using System.Numerics;

namespace FLChain.Cryptography.Arithmetic;

/// <summary>
/// ∏ x_k^{e_k} for public bases and public exponents of one width: Straus's method with sliding windows, so the squarings
/// are shared by a chunk. With 128 bits the windows have four: a base costs 8 products for its odd powers and about 26 for
/// its digits.
/// </summary>
internal static class MultiExponentiation
{
    /// <summary>Width in bytes of a weight, the exponents of batched proofs.</summary>
    public const int WeightBytes = 16;

    // Wider windows gain next to nothing at the longest exponents, those of combinations with 128 trainers.
    private const int MaximumWindowBits = 5;

    // Bounds the memory of one chunk: 128 bases × 8 powers × 512 bytes is half a megabyte at 2048-bit keys.
    private const int MaximumChunk = 128;

    // Below this a second thread costs more squarings than it saves.
    private const int MinimumChunk = 16;

    /// <summary>The product over all bases.</summary>
    /// <param name="arithmetic">The modulus.</param>
    /// <param name="bases">K elements below the modulus, fixed-width big-endian, one after the other.</param>
    /// <param name="exponents">K exponents, fixed-width big-endian.</param>
    /// <param name="exponentBytes">Their width.</param>
    /// <param name="maxDegree">Threads to use at most.</param>
    /// <param name="cancellationToken">Ends the work between chunks.</param>
    public static BigInteger Compute(
        IModularArithmetic arithmetic, ReadOnlyMemory<byte> bases, ReadOnlyMemory<byte> exponents, int exponentBytes, int maxDegree, CancellationToken cancellationToken)
    {
        int count = exponents.Length / exponentBytes;
        if (bases.Length != count * arithmetic.ElementBytes || exponents.Length != count * exponentBytes)
            throw new ArgumentException("There must be one exponent for each base.", nameof(exponents));
        if (count == 0)
            return BigInteger.One;

        int chunk = Math.Clamp((count + maxDegree - 1) / maxDegree, Math.Min(MinimumChunk, count), MaximumChunk);
        int chunks = (count + chunk - 1) / chunk;
        var partial = new byte[chunks * arithmetic.ElementBytes];
        void RunChunk(int index)
        {
            int first = index * chunk, length = Math.Min(chunk, count - first);
            ComputeChunk(
                arithmetic,
                bases.Span.Slice(first * arithmetic.ElementBytes, length * arithmetic.ElementBytes),
                exponents.Span.Slice(first * exponentBytes, length * exponentBytes),
                length,
                partial.AsSpan(index * arithmetic.ElementBytes, arithmetic.ElementBytes));
        }

        BoundedParallel.For(chunks, maxDegree, RunChunk, cancellationToken);
        return arithmetic.Product(partial);
    }

    private static void ComputeChunk(IModularArithmetic arithmetic, ReadOnlySpan<byte> bases, ReadOnlySpan<byte> exponents, int count, Span<byte> result)
    {
        int exponentBytes = exponents.Length / count, exponentBits = exponentBytes * 8;
        // One more power of two in the length is worth one more bit in the window.
        int windowBits = Math.Clamp(BitOperations.Log2((uint)exponentBits) - 3, 1, MaximumWindowBits), oddPowers = 1 << (windowBits - 1);
        int square = count * oddPowers, accumulator = square + 1;
        using var registers = arithmetic.CreateRegisters(accumulator + 1);
        var digits = new byte[count * exponentBits];
        for (int k = 0; k < count; k++)
        {
            LoadOddPowers(registers, k * oddPowers, oddPowers, square, bases.Slice(k * arithmetic.ElementBytes, arithmetic.ElementBytes));
            Recode(exponents.Slice(k * exponentBytes, exponentBytes), windowBits, digits.AsSpan(k * exponentBits, exponentBits));
        }

        registers.SetOne(accumulator);
        bool started = false;
        for (int bit = exponentBits - 1; bit >= 0; bit--)
        {
            if (started)
                registers.Multiply(accumulator, accumulator, accumulator);
            for (int k = 0; k < count; k++)
            {
                int digit = digits[(k * exponentBits) + bit];
                if (digit == 0)
                    continue;
                registers.Multiply(accumulator, accumulator, (k * oddPowers) + (digit / 2));
                started = true;
            }
        }
        registers.Store(accumulator, result);
    }

    // Registers first, first+1, … hold x, x³, x⁵, ….
    private static void LoadOddPowers(IResidueRegisters registers, int first, int count, int square, ReadOnlySpan<byte> value)
    {
        registers.Load(first, value);
        if (count > 1)
            registers.Multiply(square, first, first);
        for (int i = 1; i < count; i++)
            registers.Multiply(first + i, first + i - 1, square);
    }

    // Odd digits d_i below 2^w with Σ d_i·2^i = exponent; between two non-zero ones at least w − 1 zeros.
    private static void Recode(ReadOnlySpan<byte> exponent, int windowBits, Span<byte> digits)
    {
        for (int bit = 0; bit < digits.Length;)
        {
            int window = Window(exponent, bit);
            if ((window & 1) == 0)
            {
                bit++;
                continue;
            }
            digits[bit] = (byte)(window & ((1 << windowBits) - 1));
            bit += windowBits;
        }
    }

    // At least nine bits from this one upwards.
    private static int Window(ReadOnlySpan<byte> bigEndian, int bit)
    {
        int place = bigEndian.Length - 1 - (bit / 8);
        int above = place > 0 ? bigEndian[place - 1] : 0;
        return ((above << 8) | bigEndian[place]) >> (bit % 8);
    }
}
