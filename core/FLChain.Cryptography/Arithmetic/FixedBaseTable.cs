using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace FLChain.Cryptography.Arithmetic;

/// <summary>
/// Powers of one public base: row i holds base^(d·2^{wi}) for the digits d = 0…2^w − 1, so that a power is one product for
/// each w bits of the exponent. Exponents are secret: every look-up reads its whole row (32 KiB at 2048-bit keys and
/// w = 6) and keeps the wanted entry by a mask, so that neither time nor addresses depend on digits. Immutable and
/// thread-safe.
/// </summary>
internal sealed class FixedBaseTable
{
    private readonly int windowBits;
    private readonly int digits;
    private readonly ulong[] entries;
    private readonly int internalBytes;
    private readonly int stride;

    /// <param name="arithmetic">The modulus; registers passed later must come from it.</param>
    /// <param name="value">The base.</param>
    /// <param name="exponentBits">Longest exponent; rounded up to whole limbs.</param>
    /// <param name="windowBits">w: more bits make fewer products and a larger table.</param>
    public FixedBaseTable(IModularArithmetic arithmetic, BigInteger value, int exponentBits, int windowBits)
    {
        this.windowBits = windowBits;
        digits = 1 << windowBits;
        ExponentLimbs = SecretInteger.LimbsFor(exponentBits);
        int rows = RowsFor(ExponentLimbs);
        using var registers = arithmetic.CreateRegisters(2);
        internalBytes = registers.InternalBytes;
        stride = (internalBytes + sizeof(ulong) - 1) / sizeof(ulong);
        entries = new ulong[rows * digits * stride];
        arithmetic.Load(registers, 0, value);
        for (int row = 0; row < rows; row++)
            FillRow(registers, row);
    }

    /// <summary>Longest exponent in 64-bit limbs.</summary>
    public int ExponentLimbs { get; }

    /// <summary>Memory of the table.</summary>
    public long Bytes => (long)entries.Length * sizeof(ulong);

    /// <summary>target ← target·base^exponent; uses <paramref name="scratch"/> for the factors.</summary>
    public void MultiplyPower(IResidueRegisters registers, int target, int scratch, SecretInteger exponent)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(exponent.LimbCount, ExponentLimbs, nameof(exponent));
        Span<ulong> selected = stackalloc ulong[stride];
        var bytes = MemoryMarshal.AsBytes(selected)[..internalBytes];
        int rows = RowsFor(exponent.LimbCount);
        for (int row = 0; row < rows; row++)
        {
            Select(row, exponent.Bits(row * windowBits, windowBits), selected);
            registers.Import(scratch, bytes);
            registers.Multiply(target, target, scratch);
        }
        CryptographicOperations.ZeroMemory(bytes);
    }

    private int RowsFor(int limbs) => ((limbs * 64) + windowBits - 1) / windowBits;

    // Register 0 holds this row's base and is left as the next row's.
    private void FillRow(IResidueRegisters registers, int row)
    {
        registers.SetOne(1);
        for (int digit = 0; digit < digits; digit++)
        {
            registers.Export(1, MemoryMarshal.AsBytes(Entry(row, digit))[..internalBytes]);
            registers.Multiply(1, 1, 0);
        }
        registers.Copy(0, 1);
    }

    private Span<ulong> Entry(int row, int digit) => entries.AsSpan(((row * digits) + digit) * stride, stride);

    private void Select(int row, int digit, Span<ulong> selected)
    {
        selected.Clear();
        int wide = Vector<ulong>.Count;
        for (int candidate = 0; candidate < digits; candidate++)
        {
            // All ones when candidate = digit, else zero: only zero minus one has its top bit set.
            ulong mask = unchecked(0UL - (((ulong)(candidate ^ digit) - 1) >> 63));
            ReadOnlySpan<ulong> entry = Entry(row, candidate);
            var wideMask = new Vector<ulong>(mask);
            int i = 0;
            for (; i + wide <= stride; i += wide)
            {
                var kept = new Vector<ulong>(entry[i..]) & wideMask;
                (new Vector<ulong>(selected[i..]) | kept).CopyTo(selected[i..]);
            }
            for (; i < stride; i++)
                selected[i] |= entry[i] & mask;
        }
    }
}
