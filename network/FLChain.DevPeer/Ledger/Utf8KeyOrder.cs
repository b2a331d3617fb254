namespace FLChain.DevPeer.Ledger;

/// <summary>The order of keys on a Fabric ledger: that of their UTF-8 bytes, which differs from UTF-16 order above U+D7FF.</summary>
internal sealed class Utf8KeyOrder : IComparer<string>
{
    public static Utf8KeyOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        if (x is null || y is null)
            return (x is null ? 0 : 1) - (y is null ? 0 : 1);
        var shared = Math.Min(x.Length, y.Length);
        for (var i = 0; i < shared; i++)
        {
            if (x[i] != y[i])
                return Rank(x[i]) - Rank(y[i]);
        }
        return x.Length - y.Length;
    }

    // Surrogates stand for code points above U+FFFF and so rank above U+E000..U+FFFF.
    private static int Rank(char unit) => unit switch
    {
        < '\uD800' => unit,
        >= '\uE000' => unit - 0x800,
        _ => unit + 0x2000,
    };
}
