using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace FLChain.Gateway.Pages.Markup;

/// <summary>Writes an interpolated string as markup: what stands in the source as it is, every value encoded for text and quoted attributes.</summary>
[InterpolatedStringHandler]
internal readonly ref struct HtmlHandler
{
    // Names are of any script; only what markup is made of is encoded.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder _text;

    public HtmlHandler(int literalLength, int formattedCount) => _text = new StringBuilder(literalLength + (formattedCount * 16));

    public void AppendLiteral(string literal) => _text.Append(literal);

    public void AppendFormatted(Html? markup) => _text.Append(markup);

    public void AppendFormatted(IEnumerable<Html> markup)
    {
        foreach (var part in markup) _text.Append(part);
    }

    public void AppendFormatted(string? value) => _text.Append(Encoder.Encode(value ?? ""));

    public void AppendFormatted(long value) => _text.Append(value.ToString(CultureInfo.InvariantCulture));

    public Html ToHtml() => new(_text.ToString());
}
