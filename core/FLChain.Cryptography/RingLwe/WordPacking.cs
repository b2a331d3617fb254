using System.Buffers.Binary;

namespace FLChain.Cryptography.RingLwe;

/// <summary>Words of a fixed number of bits without gaps, the lowest bit of the first word in the lowest bit of the first byte.</summary>
internal static class WordPacking
{
    /// <summary>Bytes of <paramref name="count"/> words; the bits after the last word are zero.</summary>
    public static int BytesFor(int count, int wordBits) => (int)((((long)count * wordBits) + 7) / 8);

    /// <param name="words">Words below 2^<paramref name="wordBits"/>.</param>
    /// <param name="wordBits">1 to 56.</param>
    /// <param name="target">As long as <see cref="BytesFor"/> says.</param>
    public static void Pack(ReadOnlySpan<ulong> words, int wordBits, Span<byte> target)
    {
        ulong pending = 0;
        int pendingBits = 0, position = 0;
        foreach (ulong word in words)
        {
            // Of the 64 pending bits some are free; what does not fit goes into the next eight bytes.
            pending |= word << pendingBits;
            pendingBits += wordBits;
            if (pendingBits < 64)
                continue;
            BinaryPrimitives.WriteUInt64LittleEndian(target[position..], pending);
            position += sizeof(ulong);
            pendingBits -= 64;
            pending = pendingBits == 0 ? 0 : word >> (wordBits - pendingBits);
        }
        for (; pendingBits > 0; pendingBits -= 8, pending >>= 8)
            target[position++] = unchecked((byte)pending);
    }

    /// <param name="source">As long as <see cref="BytesFor"/> says.</param>
    /// <param name="wordBits">1 to 56.</param>
    /// <param name="words">Receives the words.</param>
    /// <returns>False when a bit after the last word is set.</returns>
    public static bool TryUnpack(ReadOnlySpan<byte> source, int wordBits, Span<ulong> words)
    {
        ulong mask = (1UL << wordBits) - 1;
        long bit = 0;
        int i = 0;
        // Seven bits of shift and 56 of word fit one load.
        for (; i < words.Length && (bit / 8) + sizeof(ulong) <= source.Length; i++, bit += wordBits)
            words[i] = (BinaryPrimitives.ReadUInt64LittleEndian(source[(int)(bit / 8)..]) >> (int)(bit % 8)) & mask;
        for (; i < words.Length; i++, bit += wordBits)
            words[i] = (Tail(source[(int)(bit / 8)..]) >> (int)(bit % 8)) & mask;
        return bit % 8 == 0 || source[^1] >> (int)(bit % 8) == 0;
    }

    private static ulong Tail(ReadOnlySpan<byte> rest)
    {
        ulong value = 0;
        for (int i = 0; i < Math.Min(rest.Length, sizeof(ulong)); i++)
            value |= (ulong)rest[i] << (8 * i);
        return value;
    }
}
