using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace FLChain.Benchmarks;

/// <summary>All figures of one run beside those of an earlier one: a table for people, <c>bench.json</c> for programs.</summary>
internal sealed class FigureTable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };
    private readonly SortedDictionary<string, Figure> _figures = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Figure> _earlier = new(StringComparer.Ordinal);

    /// <summary>A table that is compared with an earlier result.</summary>
    /// <param name="earlier">File that <see cref="Write"/> wrote; it need not be there.</param>
    public FigureTable(string? earlier = null)
    {
        if (earlier is null || !File.Exists(earlier)) return;
        using var document = JsonDocument.Parse(File.ReadAllBytes(earlier));
        foreach (var figure in document.RootElement.GetProperty("figures").EnumerateObject())
            _earlier[figure.Name] = figure.Value.Deserialize<Figure>(Json)!;
    }

    public double this[string name] => _figures[name].Value;

    public void Add(string name, double value, string unit)
    {
        _figures.Add(name, new Figure(double.Round(value, 4), unit));
        AnsiConsole.MarkupLine($"[grey]{name}[/] {value.ToString("G4", CultureInfo.InvariantCulture)} {unit}");
    }

    /// <summary>Adds rate, median and 99th percentile.</summary>
    /// <param name="name">Beginning of their names.</param>
    /// <param name="calls">What was called, in the plural.</param>
    /// <param name="load">The measurement.</param>
    public void Add(string name, string calls, Load load)
    {
        Add($"{name}.per_second", load.Rate, $"{calls} per second");
        Add($"{name}.p50.milliseconds", Sampling.Median(load.Latencies), "ms");
        Add($"{name}.p99.milliseconds", Sampling.Percentile(load.Latencies, 99), "ms");
    }

    public void Print()
    {
        var table = new Table().AddColumn("figure").AddColumn(new TableColumn("value").RightAligned()).AddColumn(new TableColumn("earlier").RightAligned()).AddColumn(new TableColumn("ratio").RightAligned()).AddColumn("unit");
        foreach (var (name, figure) in _figures)
        {
            var before = _earlier.GetValueOrDefault(name);
            var ratio = before is { Value: > 0 } ? (figure.Value / before.Value).ToString("F2", CultureInfo.InvariantCulture) : string.Empty;
            table.AddRow(name, Text(figure), before is null ? string.Empty : Text(before), ratio, figure.Unit);
        }

        // Names are long, and a pipe has no width of its own.
        if (!AnsiConsole.Profile.Capabilities.Interactive) AnsiConsole.Profile.Width = 160;
        AnsiConsole.Write(table);
    }

    /// <summary>Writes what was measured; what was not measured now stays as it was.</summary>
    public void Write(string path) => File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(
        new { machine = new { Environment.ProcessorCount, runtime = Environment.Version.ToString() }, figures = All() }, Json));

    /// <summary>Every figure, measured now or earlier.</summary>
    public IReadOnlyDictionary<string, Figure> All()
    {
        var all = new SortedDictionary<string, Figure>(_earlier, StringComparer.Ordinal);
        foreach (var (name, figure) in _figures) all[name] = figure;
        return all;
    }

    private static string Text(Figure figure) => figure.Value.ToString("#,0.####", CultureInfo.InvariantCulture);
}
