using System.Globalization;
using System.Text;

namespace FLChain.Benchmarks;

/// <summary>Plots of the figures as SVG files: how the time of an iteration grows with the parameters and with the trainers.</summary>
internal static class Plots
{
    private const int Width = 640;
    private const int Height = 360;
    private const int Margin = 60;

    /// <summary>Writes the plots whose figures are there.</summary>
    public static void Write(IReadOnlyDictionary<string, Figure> figures, string folder)
    {
        Directory.CreateDirectory(folder);
        Plot(
            Path.Combine(folder, "iteration-by-parameters.svg"),
            "One iteration, four trainers on two cores",
            "parameters",
            Points(figures, ("iteration.softmax7850.n4.devpeer", 7_850), ("iteration.mlp100k.n4.devpeer", 101_770), ("iteration.mlp1m.n4.devpeer", 1_000_120)));
        Plot(
            Path.Combine(folder, "iteration-by-trainers.svg"),
            "One iteration, 101,770 parameters, all trainers on two cores",
            "trainers",
            Points(figures, ("iteration.mlp100k.n4.devpeer", 4), ("iteration.mlp100k.n10.devpeer", 10), ("iteration.mlp100k.n32.devpeer", 32)));
    }

    private static (double X, double Wall, double Processor)[] Points(IReadOnlyDictionary<string, Figure> figures, params ReadOnlySpan<(string Name, double X)> wanted)
    {
        var points = new List<(double, double, double)>();
        foreach (var (name, x) in wanted)
            if (figures.TryGetValue($"{name}.seconds", out var wall) && figures.TryGetValue($"{name}.processor.seconds", out var processor))
                points.Add((x, wall.Value, processor.Value));
        return [.. points];
    }

    private static void Plot(string path, string title, string xName, (double X, double Wall, double Processor)[] points)
    {
        if (points.Length < 2) return;
        var (maxX, maxY) = (points.Max(point => point.X), 1.1 * points.Max(point => Math.Max(point.Wall, point.Processor)));
        string At(double x, double y) => string.Create(
            CultureInfo.InvariantCulture, $"{Margin + (x / maxX * (Width - (2 * Margin))):F1},{Height - Margin - (y / maxY * (Height - (2 * Margin))):F1}");
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"12\">\n<rect width=\"{Width}\" height=\"{Height}\" fill=\"white\"/>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Width / 2}\" y=\"24\" text-anchor=\"middle\" font-size=\"14\">{title}</text>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{At(0, maxY)} {At(0, 0)} {At(maxX, 0)}\" fill=\"none\" stroke=\"black\"/>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Width / 2}\" y=\"{Height - 12}\" text-anchor=\"middle\">{xName}</text>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Margin}\" y=\"{Margin - 8}\">seconds; blue: wall clock, grey: processor time of everything</text>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{string.Join(' ', points.Select(point => At(point.X, point.Processor)))}\" fill=\"none\" stroke=\"grey\" stroke-width=\"2\"/>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{string.Join(' ', points.Select(point => At(point.X, point.Wall)))}\" fill=\"none\" stroke=\"steelblue\" stroke-width=\"2\"/>\n");
        foreach (var (x, wall, _) in points)
        {
            var place = At(x, wall).Split(',');
            svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{place[0]}\" cy=\"{place[1]}\" r=\"3\" fill=\"steelblue\"/><text x=\"{place[0]}\" y=\"{place[1]}\" dx=\"-8\" dy=\"-8\" text-anchor=\"end\">{x:#,0}: {wall:0.##} s</text>\n");
        }

        File.WriteAllText(path, svg.Append("</svg>\n").ToString());
    }
}
