namespace FLChain.Gateway.Pages.Markup;

/// <summary>Markup. Text becomes part of it by interpolation alone, which encodes it, so that nothing anybody wrote is taken for markup.</summary>
internal sealed class Html
{
    private readonly string _text;

    internal Html(string text) => _text = text;

    /// <summary>No markup.</summary>
    public static Html None { get; } = new("");

    /// <summary>Markup whose values are encoded, unless they are markup themselves.</summary>
    public static Html Of(HtmlHandler markup) => markup.ToHtml();

    /// <summary>One after another.</summary>
    public static Html Join(IEnumerable<Html> parts) => new(string.Concat(parts.Select(part => part._text)));

    /// <summary>One after another, with something between them.</summary>
    public static Html Join(string between, IEnumerable<Html> parts) => new(string.Join(Of($"{between}")._text, parts.Select(part => part._text)));

    public override string ToString() => _text;
}
