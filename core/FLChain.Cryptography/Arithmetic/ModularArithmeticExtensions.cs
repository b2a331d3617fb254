using System.Numerics;

namespace FLChain.Cryptography.Arithmetic;

/// <summary>What can be said in terms of either engine's primitives.</summary>
internal static class ModularArithmeticExtensions
{
    /// <summary>a·b for single public values; vectors belong in registers.</summary>
    public static BigInteger Multiply(this IModularArithmetic arithmetic, BigInteger a, BigInteger b) => a * b % arithmetic.Modulus;

    /// <summary>The product of a block of fixed-width elements.</summary>
    public static BigInteger Product(this IModularArithmetic arithmetic, ReadOnlySpan<byte> elements)
    {
        int width = arithmetic.ElementBytes;
        using var registers = arithmetic.CreateRegisters(2);
        registers.SetOne(0);
        for (int offset = 0; offset < elements.Length; offset += width)
        {
            registers.Load(1, elements.Slice(offset, width));
            registers.Multiply(0, 0, 1);
        }
        var product = new byte[width];
        registers.Store(0, product);
        return FixedWidth.Read(product);
    }

    /// <summary>
    /// a^x·b^y for public exponents with shared squarings (Shamir's trick, one bit at a time over the shorter exponent,
    /// the engine's own windows above it).
    /// </summary>
    public static BigInteger DoublePower(this IModularArithmetic arithmetic, BigInteger a, BigInteger x, BigInteger b, BigInteger y)
    {
        if (y > x)
            (a, x, b, y) = (b, y, a, x);
        int shared = (int)y.GetBitLength();
        // a^x = (a^{x >> shared})^{2^shared}·a^{low bits}: the high part never meets b.
        var high = arithmetic.Power(a, x >> shared);
        using var registers = arithmetic.CreateRegisters(4);
        var both = arithmetic.Multiply(a, b);
        Load(arithmetic, registers, 0, high);
        Load(arithmetic, registers, 1, a);
        Load(arithmetic, registers, 2, b);
        Load(arithmetic, registers, 3, both);
        for (int bit = shared - 1; bit >= 0; bit--)
        {
            registers.Multiply(0, 0, 0);
            int factor = (Bit(x, bit) ? 1 : 0) | (Bit(y, bit) ? 2 : 0);
            if (factor != 0)
                registers.Multiply(0, 0, factor);
        }
        return Read(arithmetic, registers, 0);
    }

    public static void Load(this IModularArithmetic arithmetic, IResidueRegisters registers, int register, BigInteger value) =>
        registers.Load(register, FixedWidth.Encode(value, arithmetic.ElementBytes));

    public static BigInteger Read(this IModularArithmetic arithmetic, IResidueRegisters registers, int register)
    {
        var bytes = new byte[arithmetic.ElementBytes];
        registers.Store(register, bytes);
        return FixedWidth.Read(bytes);
    }

    private static bool Bit(BigInteger value, int position) => !((value >> position) & 1).IsZero;
}
