using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace FLChain.TrainerSdk.Data;

/// <summary>
/// A stream of numbers that is the same on every machine for the same label and seed: SHA-512 in counter mode. Draws
/// use whole-number arithmetic and exact IEEE 754 operations only. Not safe for concurrent use.
/// </summary>
internal sealed class SeededRandom
{
    private const double RootOfThree = 1.7320508075688772;
    private readonly byte[] input;
    private readonly byte[] block = new byte[SHA512.HashSizeInBytes];
    private ulong counter;
    private int position = SHA512.HashSizeInBytes;

    /// <summary>Opens the stream of a label (what the numbers are for) and a seed.</summary>
    public SeededRandom(string label, ReadOnlySpan<byte> seed)
    {
        byte[] name = Encoding.UTF8.GetBytes(label);
        input = new byte[sizeof(ulong) + sizeof(int) + name.Length + seed.Length];
        BinaryPrimitives.WriteInt32LittleEndian(input.AsSpan(sizeof(ulong)), name.Length);
        name.CopyTo(input, sizeof(ulong) + sizeof(int));
        seed.CopyTo(input.AsSpan(sizeof(ulong) + sizeof(int) + name.Length));
    }

    /// <summary>Opens the stream of a label, a seed that is no secret, and an index within it.</summary>
    public SeededRandom(string label, long seed, long index)
        : this(label, Join(seed, index))
    {
    }

    public ulong NextUInt64()
    {
        if (position == block.Length)
            Refill();
        ulong value = BinaryPrimitives.ReadUInt64LittleEndian(block.AsSpan(position));
        position += sizeof(ulong);
        return value;
    }

    /// <summary>Uniform in [0, 1), a multiple of 2^−53.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [low, high).</summary>
    public double NextBetween(double low, double high) => low + ((high - low) * NextDouble());

    /// <summary>Uniform in 0 … bound − 1, without bias.</summary>
    public int NextBelow(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        ulong range = (ulong)bound;
        // Draws above the largest multiple of the bound are thrown away.
        ulong limit = ulong.MaxValue - (ulong.MaxValue % range);
        ulong value;
        do
        {
            value = NextUInt64();
        }
        while (value >= limit);
        return (int)(value % range);
    }

    /// <summary>Mean 0, variance 1, close to normal within ±3.4: four 16-bit uniforms added (Irwin–Hall), exact everywhere.</summary>
    public double NextNormal()
    {
        ulong bits = NextUInt64();
        ulong sum = (bits & 0xffff) + ((bits >> 16) & 0xffff) + ((bits >> 32) & 0xffff) + (bits >> 48);
        // Four uniforms on [0, 1) have mean 2 and variance 1/3.
        return (((sum + 2.0) / 65536.0) - 2.0) * RootOfThree;
    }

    /// <summary>Shuffles in place (Fisher–Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = NextBelow(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private void Refill()
    {
        BinaryPrimitives.WriteUInt64LittleEndian(input, counter);
        counter++;
        SHA512.HashData(input, block);
        position = 0;
    }

    private static byte[] Join(long seed, long index)
    {
        byte[] bytes = new byte[2 * sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, seed);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(sizeof(long)), index);
        return bytes;
    }
}
