namespace FLChain.Cli.Audit.State;

/// <summary>The order of keys by their UTF-8 bytes, in which every Fabric state database keeps them.</summary>
internal sealed class Utf8KeyOrder : IComparer<string>
{
    public static Utf8KeyOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        var left = x.AsSpan();
        var right = y.AsSpan();
        var same = left.CommonPrefixLength(right);
        return same < left.Length && same < right.Length ? Rank(left[same]) - Rank(right[same]) : left.Length - right.Length;
    }

    // UTF-16 puts the surrogates, which stand for U+10000 and above, before U+E000 to U+FFFF; UTF-8 puts them behind.
    private static int Rank(char unit) => unit < '\uD800' ? unit : unit >= '\uE000' ? unit - 0x800 : unit + 0x2000;
}
