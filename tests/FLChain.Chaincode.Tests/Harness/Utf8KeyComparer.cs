namespace FLChain.Chaincode.Tests.Harness;

/// <summary>The order in which Fabric's state databases keep keys: that of their UTF-8 bytes, which is not the order of UTF-16 code units.</summary>
internal sealed class Utf8KeyComparer : IComparer<string>
{
    public static Utf8KeyComparer Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        var left = x.AsSpan();
        var right = y.AsSpan();
        var at = left.CommonPrefixLength(right);
        if (at == left.Length || at == right.Length) return left.Length - right.Length;
        // The two orders differ only where one of the two units is half of a pair: above every other unit in UTF-8.
        var (a, b) = (left[at], right[at]);
        if (char.IsSurrogate(a) != char.IsSurrogate(b)) return char.IsSurrogate(a) ? 1 : -1;
        return a - b;
    }
}
