using System.Buffers.Binary;
using System.Numerics;

namespace FLChain.Cryptography.Arithmetic;

/// <summary>
/// ∏ x_k^{e_k} for public bases and public 128-bit exponents: Straus's method with sliding windows of four bits, so a
/// base costs 8 products for its odd powers and about 26 for its digits, and the 128 squarings are shared by a chunk.
/// </summary>
internal static class MultiExponentiation
{
    /// <summary>Width of an exponent in bytes.</summary>
    public const int ExponentBytes = 16;

    private const int ExponentBits = ExponentBytes * 8;
    private const int WindowBits = 4;
    private const int OddPowers = 1 << (WindowBits - 1);

    // Bounds the memory of one chunk: 128 bases × 8 powers × 512 bytes is half a megabyte at 2048-bit keys.
    private const int MaximumChunk = 128;

    // Below this a second thread costs more squarings than it saves.
    private const int MinimumChunk = 16;

    /// <summary>The product over all bases.</summary>
    /// <param name="arithmetic">The modulus.</param>
    /// <param name="bases">K elements below the modulus, fixed-width big-endian, one after the other.</param>
    /// <param name="exponents">K exponents of <see cref="ExponentBytes"/> bytes, big-endian.</param>
    /// <param name="maxDegree">Threads to use at most.</param>
    /// <param name="cancellationToken">Ends the work between chunks.</param>
    public static BigInteger Compute(
        IModularArithmetic arithmetic, ReadOnlyMemory<byte> bases, ReadOnlyMemory<byte> exponents, int maxDegree, CancellationToken cancellationToken)
    {
        int count = exponents.Length / ExponentBytes;
        if (bases.Length != count * arithmetic.ElementBytes || exponents.Length != count * ExponentBytes)
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
                exponents.Span.Slice(first * ExponentBytes, length * ExponentBytes),
                partial.AsSpan(index * arithmetic.ElementBytes, arithmetic.ElementBytes));
        }

        BoundedParallel.For(chunks, maxDegree, RunChunk, cancellationToken);
        return arithmetic.Product(partial);
    }

    private static void ComputeChunk(IModularArithmetic arithmetic, ReadOnlySpan<byte> bases, ReadOnlySpan<byte> exponents, Span<byte> result)
    {
        int count = exponents.Length / ExponentBytes, square = count * OddPowers, accumulator = square + 1;
        using var registers = arithmetic.CreateRegisters(accumulator + 1);
        var digits = new byte[count * ExponentBits];
        for (int k = 0; k < count; k++)
        {
            LoadOddPowers(registers, k * OddPowers, square, bases.Slice(k * arithmetic.ElementBytes, arithmetic.ElementBytes));
            Recode(BinaryPrimitives.ReadUInt128BigEndian(exponents.Slice(k * ExponentBytes, ExponentBytes)), digits.AsSpan(k * ExponentBits, ExponentBits));
        }

        registers.SetOne(accumulator);
        bool started = false;
        for (int bit = ExponentBits - 1; bit >= 0; bit--)
        {
            if (started)
                registers.Multiply(accumulator, accumulator, accumulator);
            for (int k = 0; k < count; k++)
            {
                int digit = digits[(k * ExponentBits) + bit];
                if (digit == 0)
                    continue;
                registers.Multiply(accumulator, accumulator, (k * OddPowers) + (digit / 2));
                started = true;
            }
        }
        registers.Store(accumulator, result);
    }

    // Registers first, first+1, … hold x, x³, x⁵, ….
    private static void LoadOddPowers(IResidueRegisters registers, int first, int square, ReadOnlySpan<byte> value)
    {
        registers.Load(first, value);
        registers.Multiply(square, first, first);
        for (int i = 1; i < OddPowers; i++)
            registers.Multiply(first + i, first + i - 1, square);
    }

    // Odd digits d_i below 2^WindowBits with Σ d_i·2^i = exponent; between two non-zero ones at least WindowBits − 1 zeros.
    private static void Recode(UInt128 exponent, Span<byte> digits)
    {
        for (int bit = 0; bit < ExponentBits;)
        {
            if (((exponent >> bit) & 1) == 0)
            {
                bit++;
                continue;
            }
            digits[bit] = (byte)((exponent >> bit) & ((1 << WindowBits) - 1));
            bit += WindowBits;
        }
    }
}
