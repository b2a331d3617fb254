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

    public static void Load(this IModularArithmetic arithmetic, IResidueRegisters registers, int register, BigInteger value) =>
        registers.Load(register, FixedWidth.Encode(value, arithmetic.ElementBytes));

    public static BigInteger Read(this IModularArithmetic arithmetic, IResidueRegisters registers, int register)
    {
        var bytes = new byte[arithmetic.ElementBytes];
        registers.Store(register, bytes);
        return FixedWidth.Read(bytes);
    }
}
