using System.Globalization;
using System.Text;

namespace FLChain.Gateway.Pages.Markup;

/// <summary>Times, amounts, ratios and ids as people read them.</summary>
internal static class Words
{
    private const int ShownOfAnId = 10;

    /// <summary>An amount of the smallest unit, its digits in groups of three.</summary>
    public static string Amount(long amount) => amount.ToString("#,0", CultureInfo.InvariantCulture).Replace("-", "−", StringComparison.Ordinal);

    /// <summary>An amount that is taken or given, with its sign.</summary>
    public static string Signed(long amount) => (amount > 0 ? "+" : "") + Amount(amount);

    /// <summary>Parts per million as percent.</summary>
    public static string Percent(int ppm) => (ppm * 100.0 / Ratio.One).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    /// <summary>Bytes in the largest unit that they fill.</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        < 1 << 10 => $"{bytes} bytes",
        < 1 << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.0} KiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.0} MiB"),
    };

    /// <summary>A time; a screen reader and a mouse find it to the second.</summary>
    /// <param name="at">Unix milliseconds; 0 where there is none.</param>
    public static Html Time(long at)
    {
        if (at == 0) return Html.Of($"—");
        var time = DateTimeOffset.FromUnixTimeMilliseconds(at);
        return Html.Of($"""<time datetime="{time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}" title="{time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC">{time.ToString("d MMM yyyy, HH:mm", CultureInfo.InvariantCulture)} UTC</time>""");
    }

    /// <summary>The beginning of a long id, with all of it to be had.</summary>
    public static Html Id(string id) =>
        id.Length <= ShownOfAnId ? Html.Of($"<code>{id}</code>") : Html.Of($"""<code title="{id}">{id[..ShownOfAnId]}…</code>""");

    /// <summary>A name of an enumeration as words: <c>FeeReturn</c> as <c>fee return</c>.</summary>
    public static string Of(Enum value)
    {
        var words = new StringBuilder();
        foreach (var letter in value.ToString())
        {
            if (char.IsUpper(letter) && words.Length > 0) words.Append(' ');
            words.Append(char.ToLowerInvariant(letter));
        }

        return words.ToString();
    }

    /// <summary>A number of things.</summary>
    public static string Count(long number, string one, string many) => $"{Amount(number)} {(number == 1 ? one : many)}";
}
