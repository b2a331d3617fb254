using System.Globalization;
using System.Text;

namespace FLChain.Benchmarks;

/// <summary>Plots of the figures as SVG files: how the time of an iteration grows with the parameters, with the trainers, and with the ledger.</summary>
internal static class Plots
{
    private const int Width = 640;
    private const int Height = 360;
    private const int Margin = 60;

    /// <summary>Writes the plots of which all figures are there.</summary>
    public static void Write(IReadOnlyDictionary<string, Figure> figures, string folder)
    {
        Directory.CreateDirectory(folder);
        var byParameters = Points(figures, ("iteration.softmax7850.n4.devpeer", 7_850), ("iteration.mlp100k.n4.devpeer", 101_770), ("iteration.mlp1m.n4.devpeer", 1_000_120));
        Plot(
            Path.Combine(folder, "iteration-by-parameters.svg"),
            "One iteration, four trainers on two cores",
            "parameters",
            "seconds; blue: wall clock, grey: processor time of everything",
            [new Line("steelblue", [.. byParameters.Select(point => (point.X, point.Wall))]), new Line("grey", [.. byParameters.Select(point => (point.X, point.Processor))])]);

        // Every trainer verifies every other, so what all of them do together grows with the square, whoever's machine it
        // runs on. What an iteration takes is what each trainer does, on its own machine.
        var byTrainers = Points(figures, ("iteration.mlp100k.n4.devpeer", 4), ("iteration.mlp100k.n10.devpeer", 10), ("iteration.mlp100k.n32.devpeer", 32));
        PlotBesideLinear(
            Path.Combine(folder, "iteration-by-trainers.svg"),
            "One iteration, 101,770 parameters: what each trainer costs",
            "processor seconds for each trainer, its part of peer and contracts included; dashed: linear growth",
            [.. byTrainers.Select(point => (point.X, point.Processor / point.X))]);
        PlotBesideLinear(
            Path.Combine(folder, "iteration-wall-by-trainers.svg"),
            "One iteration, 101,770 parameters, all trainers on the same two cores",
            "wall clock seconds; sharing two cores, it grows with the square; dashed: linear growth",
            [.. byTrainers.Select(point => (point.X, point.Wall))]);

        foreach (var (what, sizes) in new[] { ("blocks", GrowthBenchmark.Blocks), ("models", GrowthBenchmark.Models) })
        {
            var byLedger = Points(figures, [.. sizes.Select(size => (GrowthBenchmark.NameOf(what, size), (double)size))]);
            Plot(
                Path.Combine(folder, $"iteration-by-{what}.svg"),
                $"One iteration, 7,850 parameters, four trainers: {what} added to the ledger",
                what,
                "seconds; blue: wall clock, grey: processor time of everything",
                [new Line("steelblue", [.. byLedger.Select(point => (point.X, point.Wall))]), new Line("grey", [.. byLedger.Select(point => (point.X, point.Processor))])]);
        }
    }

    private static void PlotBesideLinear(string path, string title, string legend, (double X, double Y)[] points) => Plot(
        path,
        title,
        "trainers",
        legend,
        [new Line("steelblue", points), new Line("grey", [.. points.Select(point => (point.X, points[0].Y * point.X / points[0].X))], "4 4")]);

    private static (double X, double Wall, double Processor)[] Points(IReadOnlyDictionary<string, Figure> figures, params ReadOnlySpan<(string Name, double X)> wanted)
    {
        var points = new List<(double, double, double)>();
        foreach (var (name, x) in wanted)
        {
            if (!figures.TryGetValue($"{name}.seconds", out var wall) || !figures.TryGetValue($"{name}.processor.seconds", out var processor)) return [];
            points.Add((x, wall.Value, processor.Value));
        }

        return [.. points];
    }

    // The points of the first line carry their values.
    private static void Plot(string path, string title, string xName, string legend, IReadOnlyList<Line> lines)
    {
        if (lines[0].Points.Count == 0) return;
        var (maxX, maxY) = (lines.Max(line => line.Points.Max(point => point.X)), 1.1 * lines.Max(line => line.Points.Max(point => point.Y)));
        string At(double x, double y) => string.Create(
            CultureInfo.InvariantCulture, $"{Margin + (x / maxX * (Width - (2 * Margin))):F1},{Height - Margin - (y / maxY * (Height - (2 * Margin))):F1}");
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"12\">\n<rect width=\"{Width}\" height=\"{Height}\" fill=\"white\"/>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Width / 2}\" y=\"24\" text-anchor=\"middle\" font-size=\"14\">{title}</text>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{At(0, maxY)} {At(0, 0)} {At(maxX, 0)}\" fill=\"none\" stroke=\"black\"/>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Width / 2}\" y=\"{Height - 12}\" text-anchor=\"middle\">{xName}</text>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Margin}\" y=\"{Margin - 8}\">{legend}</text>\n");
        foreach (var line in lines.Reverse())
            svg.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{string.Join(' ', line.Points.Select(point => At(point.X, point.Y)))}\" fill=\"none\" stroke=\"{line.Colour}\" stroke-width=\"2\" stroke-dasharray=\"{line.Dashes}\"/>\n");
        foreach (var (x, y) in lines[0].Points)
        {
            var place = At(x, y).Split(',');
            svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{place[0]}\" cy=\"{place[1]}\" r=\"3\" fill=\"{lines[0].Colour}\"/><text x=\"{place[0]}\" y=\"{place[1]}\" dx=\"-8\" dy=\"-8\" text-anchor=\"end\">{x:#,0}: {y:0.##} s</text>\n");
        }

        File.WriteAllText(path, svg.Append("</svg>\n").ToString());
    }

    private sealed record Line(string Colour, IReadOnlyList<(double X, double Y)> Points, string Dashes = "none");
}
