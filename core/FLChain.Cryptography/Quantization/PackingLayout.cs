using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace FLChain.Cryptography.Quantization;

/// <summary>
/// How a vector of signed integers is laid into Paillier plaintexts so that sums of up to
/// <see cref="MaxTrainers"/> vectors can be read back exactly (packing after BatchCrypt, USENIX ATC 2020). Whole
/// numbers only. Immutable and safe for concurrent use.
/// </summary>
/// <remarks>
/// A value q in −(2^(bits−1)−1) … 2^(bits−1)−1 is written as q + 2^(bits−1), so that no slot of an honest vector is
/// zero or negative. Slot i of a plaintext stands at bit i·<see cref="SlotBits"/>; parameter k is slot
/// k mod <see cref="SlotsPerPlaintext"/> of plaintext k / <see cref="SlotsPerPlaintext"/>; slots after the last
/// parameter are zero. A plaintext is below 2^(modulusBits−2), hence below the modulus, and so is every honest sum.
/// </remarks>
public sealed class PackingLayout
{
    /// <summary>Fewest bits of a quantized value.</summary>
    public const int MinBits = 8;

    /// <summary>Most bits of a quantized value.</summary>
    public const int MaxBits = 24;

    /// <summary>Most vectors that a layout can be made to add.</summary>
    public const int TrainersLimit = 1024;

    /// <summary>Most parameters that a layout can be made for.</summary>
    public const int ParametersLimit = 1 << 28;

    /// <summary>Defines a layout.</summary>
    /// <param name="bits">Bits of a quantized value, sign included; 8 to 24.</param>
    /// <param name="maxTrainers">Most vectors in a sum; 1 to 1024.</param>
    /// <param name="modulusBits">Length of the Paillier modulus n; room for at least one slot, at most 16384.</param>
    /// <param name="parameterCount">Length of the vectors; 1 to 2^28.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number outside its range.</exception>
    public PackingLayout(int bits, int maxTrainers, int modulusBits, int parameterCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bits, MinBits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bits, MaxBits);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxTrainers, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxTrainers, TrainersLimit);
        ArgumentOutOfRangeException.ThrowIfLessThan(parameterCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(parameterCount, ParametersLimit);
        Bits = bits;
        MaxTrainers = maxTrainers;
        ModulusBits = modulusBits;
        ParameterCount = parameterCount;
        SlotBits = bits + CeilingLog2(maxTrainers) + 1;
        ArgumentOutOfRangeException.ThrowIfLessThan(modulusBits, SlotBits + 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(modulusBits, 16384);
        SlotsPerPlaintext = (modulusBits - 2) / SlotBits;
        PlaintextCount = (parameterCount + SlotsPerPlaintext - 1) / SlotsPerPlaintext;
        MaxMagnitude = (1 << (bits - 1)) - 1;
    }

    /// <summary>Bits of a quantized value, sign included.</summary>
    public int Bits { get; }

    /// <summary>Most vectors in a sum.</summary>
    public int MaxTrainers { get; }

    /// <summary>Length of the Paillier modulus, in bits.</summary>
    public int ModulusBits { get; }

    /// <summary>Length of the vectors.</summary>
    public int ParameterCount { get; }

    /// <summary>Width of a slot: bits + ⌈log₂ maxTrainers⌉ + 1.</summary>
    public int SlotBits { get; }

    /// <summary>Slots in one plaintext: as many as fit into modulusBits − 2 bits.</summary>
    public int SlotsPerPlaintext { get; }

    /// <summary>Plaintexts, and so ciphertexts, of one vector.</summary>
    public int PlaintextCount { get; }

    /// <summary>Largest magnitude of a quantized value, 2^(bits−1) − 1.</summary>
    public int MaxMagnitude { get; }

    internal int Offset => MaxMagnitude + 1;

    /// <summary>Refuses a vector of another length or with a value out of range; its index is named.</summary>
    internal void RequireInRange(ReadOnlySpan<int> values)
    {
        if (values.Length != ParameterCount)
            throw new ArgumentException($"The layout is for {ParameterCount} values, not {values.Length}.", nameof(values));
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] > MaxMagnitude || values[i] < -MaxMagnitude)
                throw new ArgumentException($"Value {i} is outside ±{MaxMagnitude}.", nameof(values));
        }
    }

    /// <summary>Packs one vector.</summary>
    /// <param name="values"><see cref="ParameterCount"/> values of magnitude at most <see cref="MaxMagnitude"/>.</param>
    /// <returns><see cref="PlaintextCount"/> plaintexts, not negative, each below 2^(modulusBits−2).</returns>
    /// <exception cref="ArgumentException">Another length, or a value out of range; its index is named.</exception>
    public BigInteger[] Pack(ReadOnlySpan<int> values)
    {
        RequireInRange(values);
        var plaintexts = new BigInteger[PlaintextCount];
        byte[] buffer = new byte[((SlotsPerPlaintext * SlotBits) + 7) / 8];
        for (int p = 0; p < plaintexts.Length; p++)
        {
            int first = p * SlotsPerPlaintext;
            int count = Math.Min(SlotsPerPlaintext, ParameterCount - first);
            plaintexts[p] = PackOne(values.Slice(first, count), buffer);
        }
        return plaintexts;
    }

    /// <summary>Reads the sum of several packed vectors.</summary>
    /// <param name="plaintexts">The decrypted sums, from anywhere.</param>
    /// <param name="contributors">How many vectors were added; 1 to <see cref="MaxTrainers"/>.</param>
    /// <param name="sums">The sum of the signed values of each parameter, or null when the result is false.</param>
    /// <param name="failure">What is wrong and where, when the result is false.</param>
    /// <returns>False when no honest vectors can have this sum; nothing is wrapped or cut.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="contributors"/> is outside its range.</exception>
    public bool TryUnpackSum(
        IReadOnlyList<BigInteger> plaintexts, int contributors,
        [NotNullWhen(true)] out long[]? sums, out UnpackFailure failure)
    {
        ArgumentNullException.ThrowIfNull(plaintexts);
        ArgumentOutOfRangeException.ThrowIfLessThan(contributors, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(contributors, MaxTrainers);
        sums = null;
        failure = default;
        if (plaintexts.Count != PlaintextCount)
        {
            failure = new UnpackFailure(UnpackReason.PlaintextCount, plaintexts.Count);
            return false;
        }
        long[] read = new long[ParameterCount];
        for (int p = 0; p < PlaintextCount; p++)
        {
            int first = p * SlotsPerPlaintext;
            int count = Math.Min(SlotsPerPlaintext, ParameterCount - first);
            failure = UnpackOne(plaintexts[p], p, contributors, read.AsSpan(first, count));
            if (failure.Reason != UnpackReason.None)
                return false;
        }
        sums = read;
        return true;
    }

    private BigInteger PackOne(ReadOnlySpan<int> values, byte[] buffer)
    {
        Array.Clear(buffer);
        // Low bits first; a slot is at most 35 bits wide, so accumulator and remainder stay below 64 bits.
        ulong pending = 0;
        int pendingBits = 0;
        int position = 0;
        for (int i = 0; i < values.Length; i++)
        {
            pending |= (ulong)(values[i] + Offset) << pendingBits;
            pendingBits += SlotBits;
            while (pendingBits >= 8)
            {
                buffer[position++] = (byte)(pending & 0xff);
                pending >>= 8;
                pendingBits -= 8;
            }
        }
        if (pendingBits > 0)
            buffer[position] = (byte)pending;
        return new BigInteger(buffer, isUnsigned: true);
    }

    private UnpackFailure UnpackOne(BigInteger plaintext, int index, int contributors, Span<long> sums)
    {
        if (plaintext.Sign < 0)
            return new UnpackFailure(UnpackReason.Overflow, index);
        if (plaintext.GetBitLength() > (long)sums.Length * SlotBits)
            return new UnpackFailure(UnpackReason.Overflow, index);
        byte[] bytes = new byte[((sums.Length * SlotBits) + 7) / 8];
        plaintext.TryWriteBytes(bytes, out _, isUnsigned: true);

        long most = (long)contributors * (MaxMagnitude + Offset);
        ulong mask = (1UL << SlotBits) - 1;
        ulong pending = 0;
        int pendingBits = 0;
        int position = 0;
        for (int i = 0; i < sums.Length; i++)
        {
            while (pendingBits < SlotBits)
            {
                pending |= (ulong)bytes[position++] << pendingBits;
                pendingBits += 8;
            }
            long slot = (long)(pending & mask);
            pending >>= SlotBits;
            pendingBits -= SlotBits;
            // Each contributor put 1 … 2^bits − 1 into the slot.
            if (slot < contributors || slot > most)
                return new UnpackFailure(UnpackReason.SlotOutOfRange, (index * SlotsPerPlaintext) + i);
            sums[i] = slot - ((long)contributors * Offset);
        }
        return default;
    }

    private static int CeilingLog2(int value) => BitOperations.Log2((uint)value) + (BitOperations.IsPow2(value) ? 0 : 1);
}
