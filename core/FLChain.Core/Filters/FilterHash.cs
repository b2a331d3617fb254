using System.Buffers.Binary;
using System.Security.Cryptography;

namespace FLChain.Core.Filters;

/// <summary>
/// The hashes of one element for all families of a <see cref="ModelFilter"/>: SHA-512(tag ‖ seed ‖ element), cut into
/// eight numbers of 64 bits. Family f takes two of them, a = h[2f] and b = h[2f+1], and its i-th counter is
/// (a + i·b) mod m, with b odd so that no two of an element's counters fall together (m is a power of two).
/// </summary>
internal readonly struct FilterHash
{
    /// <summary>Families that one digest has numbers for.</summary>
    public const int Families = 4;

    private static readonly byte[] Tag = "FLChain/ddcbf/v1"u8.ToArray();

    private readonly ulong _a0, _b0, _a1, _b1, _a2, _b2, _a3, _b3;

    private FilterHash(ReadOnlySpan<byte> digest)
    {
        _a0 = BinaryPrimitives.ReadUInt64BigEndian(digest);
        _b0 = BinaryPrimitives.ReadUInt64BigEndian(digest[8..]) | 1;
        _a1 = BinaryPrimitives.ReadUInt64BigEndian(digest[16..]);
        _b1 = BinaryPrimitives.ReadUInt64BigEndian(digest[24..]) | 1;
        _a2 = BinaryPrimitives.ReadUInt64BigEndian(digest[32..]);
        _b2 = BinaryPrimitives.ReadUInt64BigEndian(digest[40..]) | 1;
        _a3 = BinaryPrimitives.ReadUInt64BigEndian(digest[48..]);
        _b3 = BinaryPrimitives.ReadUInt64BigEndian(digest[56..]) | 1;
    }

    public static FilterHash Of(ReadOnlySpan<byte> seed, string element)
    {
        Span<byte> input = stackalloc byte[256];
        var needed = Tag.Length + seed.Length + System.Text.Encoding.UTF8.GetMaxByteCount(element.Length);
        if (needed > input.Length) input = new byte[needed];
        Tag.CopyTo(input);
        seed.CopyTo(input[Tag.Length..]);
        var length = Tag.Length + seed.Length;
        length += System.Text.Encoding.UTF8.GetBytes(element, input[length..]);
        Span<byte> digest = stackalloc byte[SHA512.HashSizeInBytes];
        SHA512.HashData(input[..length], digest);
        return new FilterHash(digest);
    }

    /// <summary>The two numbers of a family, 0 to <see cref="Families"/> − 1; the second is odd.</summary>
    public (ulong First, ulong Step) this[int family] => family switch
    {
        0 => (_a0, _b0),
        1 => (_a1, _b1),
        2 => (_a2, _b2),
        3 => (_a3, _b3),
        _ => throw new ArgumentOutOfRangeException(nameof(family)),
    };
}
