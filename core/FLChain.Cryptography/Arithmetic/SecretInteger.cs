using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace FLChain.Cryptography.Arithmetic;

/// <summary>
/// A non-negative integer that must not outlive its use: a share, a nonce, a prime. Its limbs (64 bits, least
/// significant first) stand in pinned memory, so that the collector makes no copies, and are zeroed on disposal. The
/// running time of every operation depends on lengths alone, never on values.
/// </summary>
internal sealed class SecretInteger : IDisposable
{
    private readonly ulong[] limbs;

    public SecretInteger(int limbCount) => limbs = GC.AllocateArray<ulong>(limbCount, pinned: true);

    public int LimbCount => limbs.Length;

    public Span<ulong> Limbs => limbs;

    /// <summary>The limbs as little-endian bytes (the machines we run on are little-endian).</summary>
    public Span<byte> LittleEndian => MemoryMarshal.AsBytes(limbs.AsSpan());

    /// <summary>Uniform below 2^<paramref name="bits"/>.</summary>
    public static SecretInteger Random(int bits)
    {
        var result = new SecretInteger(LimbsFor(bits));
        RandomNumberGenerator.Fill(result.LittleEndian);
        if (bits % 64 != 0)
            result.limbs[^1] &= (1UL << (bits % 64)) - 1;
        return result;
    }

    /// <summary>Uniform below <paramref name="bound"/>, by rejection.</summary>
    public static SecretInteger RandomBelow(SecretInteger bound, int boundBits)
    {
        while (true)
        {
            var candidate = Random(boundBits);
            if (candidate.IsBelow(bound))
                return candidate;
            candidate.Dispose();
        }
    }

    public static SecretInteger FromBigEndian(ReadOnlySpan<byte> bytes)
    {
        var result = new SecretInteger(LimbsFor(bytes.Length * 8));
        for (int i = 0; i < bytes.Length; i++)
            result.limbs[i / 8] |= (ulong)bytes[^(i + 1)] << (8 * (i % 8));
        return result;
    }

    /// <summary>A copy of a public value, for mixed arithmetic.</summary>
    public static SecretInteger FromPublic(BigInteger value)
    {
        var result = new SecretInteger(LimbsFor(Math.Max(1, (int)value.GetBitLength())));
        value.TryWriteBytes(result.LittleEndian, out _, isUnsigned: true);
        return result;
    }

    public static int LimbsFor(int bits) => (bits + 63) / 64;

    /// <summary>a·b, schoolbook.</summary>
    public static SecretInteger Multiply(SecretInteger a, SecretInteger b)
    {
        var product = new SecretInteger(a.LimbCount + b.LimbCount);
        product.AddProduct(a, b);
        return product;
    }

    /// <summary>this += a·b.</summary>
    /// <exception cref="OverflowException">The sum does not fit the limbs of this number.</exception>
    public void AddProduct(SecretInteger a, SecretInteger b) => AddProduct(a, b.limbs);

    /// <summary>As above, for a factor in limbs.</summary>
    public void AddProduct(SecretInteger a, ReadOnlySpan<ulong> b)
    {
        for (int i = 0; i < b.Length; i++)
        {
            ulong carry = AddRow(a.limbs, b[i], limbs.AsSpan(Math.Min(i, LimbCount)));
            if (carry != 0)
                throw new OverflowException("The sum of secret products needs more limbs than were reserved.");
        }
    }

    /// <summary>this += a.</summary>
    public void Add(SecretInteger a)
    {
        if (AddRow(a.limbs, 1, limbs) != 0)
            throw new OverflowException("The sum of secrets needs more limbs than were reserved.");
    }

    /// <summary>this −= b, for b not greater than this.</summary>
    public void Subtract(SecretInteger b)
    {
        if (Subtract(limbs, b.limbs, limbs) != 0)
            throw new OverflowException("A secret difference would be negative.");
    }

    /// <summary>this mod modulus, by shift and conditional subtraction: slow but without a data-dependent branch.</summary>
    public SecretInteger Modulo(SecretInteger modulus)
    {
        int width = modulus.LimbCount + 1;
        using var remainder = new SecretInteger(width);
        using var difference = new SecretInteger(width);
        Span<ulong> r = remainder.limbs;
        for (int bit = (LimbCount * 64) - 1; bit >= 0; bit--)
        {
            ShiftInBit(r, (limbs[bit / 64] >> (bit % 64)) & 1);
            ulong keep = unchecked(0UL - Subtract(r, modulus.limbs, difference.limbs));
            for (int i = 0; i < width; i++)
                r[i] = (r[i] & keep) | (difference.limbs[i] & ~keep);
        }
        return remainder.Resize(modulus.LimbCount);
    }

    /// <summary>this ← this mod modulus for a value below twice the modulus, without a data-dependent branch.</summary>
    public void ReduceOnce(SecretInteger modulus)
    {
        using var difference = new SecretInteger(LimbCount);
        ulong keep = unchecked(0UL - Subtract(limbs, modulus.limbs, difference.limbs));
        for (int i = 0; i < LimbCount; i++)
            limbs[i] = (limbs[i] & keep) | (difference.limbs[i] & ~keep);
    }

    /// <summary>this / 2^bits, rounded down.</summary>
    public SecretInteger ShiftRight(int bits)
    {
        var result = new SecretInteger(LimbCount);
        int words = bits / 64, rest = bits % 64;
        for (int i = 0; i + words < LimbCount; i++)
        {
            ulong low = limbs[i + words] >> rest;
            ulong high = rest == 0 || i + words + 1 >= LimbCount ? 0 : limbs[i + words + 1] << (64 - rest);
            result.limbs[i] = low | high;
        }
        return result;
    }

    /// <summary>A copy with another number of limbs; limbs cut off must be zero.</summary>
    public SecretInteger Resize(int limbCount)
    {
        var result = new SecretInteger(limbCount);
        int kept = Math.Min(limbCount, LimbCount);
        limbs.AsSpan(0, kept).CopyTo(result.limbs);
        ulong lost = 0;
        foreach (ulong limb in limbs.AsSpan(kept))
            lost |= limb;
        return lost == 0 ? result : throw new OverflowException("A secret does not fit the smaller size.");
    }

    /// <summary>this &lt; other, for values of any lengths.</summary>
    public bool IsBelow(SecretInteger other)
    {
        using var scratch = new SecretInteger(Math.Max(LimbCount, other.LimbCount));
        limbs.CopyTo(scratch.limbs.AsSpan());
        return Subtract(scratch.limbs, other.limbs, scratch.limbs) != 0;
    }

    public bool IsZero => IsSmall(0);

    public bool IsOne => IsSmall(1);

    /// <summary>The <paramref name="count"/> bits (at most 16) from bit <paramref name="position"/> upwards; zero beyond the end.</summary>
    public int Bits(int position, int count)
    {
        ulong value = 0;
        for (int i = 0; i < count; i++)
        {
            int bit = position + i;
            if (bit < LimbCount * 64)
                value |= ((limbs[bit / 64] >> (bit % 64)) & 1) << i;
        }
        return (int)value;
    }

    /// <summary>Makes the value public, deliberately: what is returned can no longer be erased.</summary>
    public BigInteger Reveal() => new(LittleEndian, isUnsigned: true);

    /// <summary>Writes the value big-endian; it must fit.</summary>
    public void WriteBigEndian(Span<byte> target)
    {
        for (int i = 0; i < Math.Max(target.Length, LimbCount * 8); i++)
        {
            byte value = i < LimbCount * 8 ? (byte)((limbs[i / 8] >> (8 * (i % 8))) & 0xff) : (byte)0;
            if (i < target.Length)
                target[^(i + 1)] = value;
            else if (value != 0)
                throw new OverflowException("A secret does not fit the width of its field.");
        }
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(LittleEndian);

    private bool IsSmall(ulong value)
    {
        ulong difference = limbs[0] ^ value;
        foreach (ulong limb in limbs.AsSpan(1))
            difference |= limb;
        return difference == 0;
    }

    // target += row·factor; returns the carry out of target (or the part of the row that found no room).
    private static ulong AddRow(ReadOnlySpan<ulong> row, ulong factor, Span<ulong> target)
    {
        ulong carry = 0;
        int i = 0;
        unchecked
        {
            for (; i < row.Length && i < target.Length; i++)
            {
                ulong high = Math.BigMul(row[i], factor, out ulong low);
                low += carry;
                high += low < carry ? 1UL : 0UL;
                ulong sum = target[i] + low;
                high += sum < low ? 1UL : 0UL;
                target[i] = sum;
                carry = high;
            }
            for (int k = i; k < row.Length; k++)
                carry |= Math.BigMul(row[k], factor, out ulong low) | low;
            for (; i < target.Length; i++)
            {
                ulong sum = target[i] + carry;
                carry = sum < carry ? 1UL : 0UL;
                target[i] = sum;
            }
        }
        return carry;
    }

    // result = a − b over the length of a (result may be a); returns the borrow, or 1 when b has more than a can hold.
    private static ulong Subtract(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b, Span<ulong> result)
    {
        ulong borrow = 0;
        unchecked
        {
            for (int i = 0; i < a.Length; i++)
            {
                ulong subtrahend = i < b.Length ? b[i] : 0;
                ulong difference = a[i] - subtrahend;
                ulong next = a[i] < subtrahend ? 1UL : 0UL;
                next |= difference < borrow ? 1UL : 0UL;
                result[i] = difference - borrow;
                borrow = next;
            }
            for (int i = a.Length; i < b.Length; i++)
                borrow |= b[i] == 0 ? 0UL : 1UL;
        }
        return borrow;
    }

    private static void ShiftInBit(Span<ulong> value, ulong bit)
    {
        for (int i = 0; i < value.Length; i++)
        {
            ulong carry = value[i] >> 63;
            value[i] = (value[i] << 1) | bit;
            bit = carry;
        }
    }
}
