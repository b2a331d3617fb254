using FLChain.Core.Ledger;
using FLChain.Core.Records;
using FLChain.Gateway.Pages.Markup;

namespace FLChain.Gateway.Tests.Pages;

public sealed class HtmlTests
{
    [Theory]
    [InlineData("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;")]
    [InlineData("a\" onmouseover=\"x", "a&quot; onmouseover=&quot;x")]
    [InlineData("it's & <b>", "it&#x27;s &amp; &lt;b&gt;")]
    [InlineData("größer als 数字", "größer als 数字")]
    [InlineData(null, "")]
    public void Of_Text_IsEncoded(string? text, string encoded) => Assert.Equal($"<p title=\"{encoded}\">{encoded}</p>", Html.Of($"<p title=\"{text}\">{text}</p>").ToString());

    [Fact]
    public void Of_Markup_StaysMarkup()
    {
        var inner = Html.Of($"<b>{"<"}</b>");
        Assert.Equal("<p><b>&lt;</b></p>", Html.Of($"<p>{inner}</p>").ToString());
        Assert.Equal("<b>&lt;</b>, <b>&lt;</b>", Html.Join(", ", [inner, inner]).ToString());
        Assert.Equal("<b>&lt;</b>&amp;<b>&lt;</b>", Html.Join("&", [inner, inner]).ToString());
        Assert.Equal("<ul><b>&lt;</b><b>&lt;</b></ul>", Html.Of($"<ul>{new[] { inner, inner }}</ul>").ToString());
        Assert.Equal("[]", Html.Of($"[{(Html?)null}]").ToString());
    }

    [Fact]
    public void Words_AreReadable()
    {
        Assert.Equal("1,234,567", Words.Amount(1_234_567));
        Assert.Equal("+5", Words.Signed(5));
        Assert.Equal("−1,000", Words.Signed(-1_000));
        Assert.Equal("87.7 %", Words.Percent(876_543));
        Assert.Equal("1 block", Words.Count(1, "block", "blocks"));
        Assert.Equal("fee return", Words.Of(Core.Money.PaymentEvent.FeeReturn));
        Assert.Contains("2026-11-22T19:08:09Z", Words.Time(1_795_374_489_000).ToString(), StringComparison.Ordinal);
        Assert.Equal("—", Words.Time(0).ToString());
        Assert.Contains("on sale", Parts.Badge(ModelStatus.Onsale).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Plot_OfOneOrManyPoints_StaysInItsFrame()
    {
        foreach (var count in new[] { 1, 2, 500 })
        {
            var points = Enumerable.Range(1, count).Select(x => new PlotPoint(x, x % 2 == 0 ? Ratio.One : 0, 0, Ratio.One)).ToList();
            var plot = LinePlot.Of("a <title>", "x", points, step: true).ToString();
            Assert.Contains("aria-label=\"a &lt;title&gt;\"", plot, StringComparison.Ordinal);
            Assert.DoesNotContain("NaN", plot, StringComparison.Ordinal);
            var corners = plot.Split("class=\"line\" points=\"")[1].Split('"')[0].Split(' ').Select(corner => corner.Split(',').Select(number => double.Parse(number, System.Globalization.CultureInfo.InvariantCulture)).ToArray());
            Assert.All(corners, corner => Assert.True(corner[0] is >= 0 and <= 640 && corner[1] is >= 0 and <= 260, string.Join(',', corner)));
        }
    }

    [Fact]
    public void Table_OfNothing_SaysSo() => Assert.Equal("""<p class="empty">None &amp; nothing</p>""", Parts.Table("c", ["A"], [], "None & nothing").ToString());
}
