using System.Security.Cryptography;

namespace FLChain.Core.Merkle;

/// <summary>
/// The hashes of the tree, SHA-512 with a tag byte that keeps one kind of input from passing for another:
/// <list type="bullet">
/// <item>path of a key: H(0x03 ‖ key in UTF-8)</item>
/// <item>value: H(0x04 ‖ value)</item>
/// <item>leaf: H(0x00 ‖ path ‖ value digest)</item>
/// <item>inner node: H(0x01 ‖ left ‖ right)</item>
/// <item>empty subtree: H(0x02)</item>
/// </list>
/// </summary>
public static class MerkleHash
{
    /// <summary>Bytes of every hash here.</summary>
    public const int Bytes = SHA512.HashSizeInBytes;

    /// <summary>Bits of a path, which is the most inner nodes that can stand above a leaf.</summary>
    public const int PathBits = 8 * Bytes;

    private const byte LeafTag = 0x00;
    private const byte InnerTag = 0x01;
    private const byte EmptyTag = 0x02;
    private const byte KeyTag = 0x03;
    private const byte ValueTag = 0x04;

    private static readonly byte[] EmptyHash = SHA512.HashData([EmptyTag]);

    /// <summary>The hash of an empty subtree, and the root of an empty tree.</summary>
    public static ReadOnlySpan<byte> Empty => EmptyHash;

    /// <summary>Where a key's leaf stands: bit i, counted from the highest bit of the first byte, says left (0) or right (1) at depth i.</summary>
    public static byte[] Path(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Tagged(KeyTag, System.Text.Encoding.UTF8.GetBytes(key));
    }

    /// <summary>The digest of a value, as its leaf holds it.</summary>
    public static byte[] Value(ReadOnlySpan<byte> value) => Tagged(ValueTag, value);

    /// <summary>The hash of a leaf.</summary>
    public static byte[] Leaf(ReadOnlySpan<byte> path, ReadOnlySpan<byte> valueDigest) => Pair(LeafTag, path, valueDigest);

    /// <summary>The hash of an inner node.</summary>
    public static byte[] Inner(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => Pair(InnerTag, left, right);

    /// <summary>Bit <paramref name="depth"/> of a path: true for right.</summary>
    internal static bool GoesRight(ReadOnlySpan<byte> path, int depth) => ((path[depth >> 3] >> (7 - (depth & 7))) & 1) == 1;

    /// <summary>Whether two paths agree in their first <paramref name="bits"/> bits.</summary>
    internal static bool SharePrefix(ReadOnlySpan<byte> one, ReadOnlySpan<byte> two, int bits)
    {
        var whole = bits >> 3;
        if (!one[..whole].SequenceEqual(two[..whole])) return false;
        var rest = bits & 7;
        return rest == 0 || ((one[whole] ^ two[whole]) >> (8 - rest)) == 0;
    }

    private static byte[] Pair(byte tag, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        Span<byte> input = stackalloc byte[1 + (2 * Bytes)];
        input[0] = tag;
        first.CopyTo(input[1..]);
        second.CopyTo(input[(1 + Bytes)..]);
        return SHA512.HashData(input);
    }

    private static byte[] Tagged(byte tag, ReadOnlySpan<byte> data)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        hash.AppendData([tag]);
        hash.AppendData(data);
        return hash.GetHashAndReset();
    }
}
