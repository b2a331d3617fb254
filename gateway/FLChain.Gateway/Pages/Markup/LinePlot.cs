using System.Globalization;

namespace FLChain.Gateway.Pages.Markup;

/// <summary>A plot of ratios over whole numbers as SVG: a line, and a band about it where there is one. What it shows stands beside it as a table.</summary>
internal static class LinePlot
{
    private const int Width = 640;
    private const int Height = 260;
    private const int Left = 52;
    private const int Right = 14;
    private const int Top = 14;
    private const int Bottom = 40;
    private const int MostDots = 60;

    /// <summary>Draws it.</summary>
    /// <param name="title">What it shows, for who does not see it.</param>
    /// <param name="axis">What the whole numbers are.</param>
    /// <param name="points">Points in the order of X, at least one; ratios in parts per million.</param>
    /// <param name="step">Whether a value holds until the next one.</param>
    public static Html Of(string title, string axis, IReadOnlyList<PlotPoint> points, bool step = false)
    {
        var (first, last) = (points[0].X, Math.Max(points[^1].X, points[0].X + 1));
        string X(long x) => Number(Left + ((double)(x - first) / (last - first) * (Width - Left - Right)));
        string Y(int ratio) => Number(Top + ((1 - ((double)ratio / Ratio.One)) * (Height - Top - Bottom)));
        var band = points.Any(point => point.Low != point.High)
            ? Html.Of($"""<polygon class="band" points="{string.Join(' ', points.Select(point => $"{X(point.X)},{Y(point.High)}"))} {string.Join(' ', points.Reverse().Select(point => $"{X(point.X)},{Y(point.Low)}"))}"/>""")
            : null;
        return Html.Of(
            $"""
            <svg class="plot" viewBox="0 0 {Width} {Height}" role="img" aria-label="{title}">
            {new[] { 0, 250_000, 500_000, 750_000, Ratio.One }.Select(ratio => Grid(Y(ratio), ratio))}
            {band}
            <polyline class="line" points="{Line(points, step, X, Y)}"/>
            {(points.Count <= MostDots ? points.Select(point => Dot(X(point.X), Y(point.Y), axis, point)) : [])}
            <text class="tick" x="{Left}" y="{Height - 22}" text-anchor="start">{points[0].X}</text>
            <text class="tick" x="{Width - Right}" y="{Height - 22}" text-anchor="end">{last}</text>
            <text class="axis" x="{(Left + Width - Right) / 2}" y="{Height - 6}" text-anchor="middle">{axis}</text>
            </svg>
            """);
    }

    private static string Line(IReadOnlyList<PlotPoint> points, bool step, Func<long, string> x, Func<int, string> y)
    {
        var corners = new List<string>();
        for (var i = 0; i < points.Count; i++)
        {
            if (step && i > 0) corners.Add($"{x(points[i].X)},{y(points[i - 1].Y)}");
            corners.Add($"{x(points[i].X)},{y(points[i].Y)}");
        }

        return string.Join(' ', corners);
    }

    private static Html Grid(string y, int ratio) => Html.Of(
        $"""<line class="grid" x1="{Left}" x2="{Width - Right}" y1="{y}" y2="{y}"/><text class="tick" x="{Left - 6}" y="{y}" dy="4" text-anchor="end">{ratio * 100L / Ratio.One} %</text>""");

    private static Html Dot(string x, string y, string axis, PlotPoint point) => Html.Of(
        $"""<circle class="dot" cx="{x}" cy="{y}" r="3"><title>{axis} {point.X}: {Words.Percent(point.Y)}</title></circle>""");

    private static string Number(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);
}
