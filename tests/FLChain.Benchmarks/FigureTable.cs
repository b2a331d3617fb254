using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace FLChain.Benchmarks;

/// <summary>All figures of one run: a table for people, <c>bench.json</c> for programs.</summary>
internal sealed class FigureTable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };
    private readonly SortedDictionary<string, Figure> _figures = new(StringComparer.Ordinal);

    public double this[string name] => _figures[name].Value;

    public void Add(string name, double value, string unit)
    {
        _figures.Add(name, new Figure(double.Round(value, 4), unit));
        AnsiConsole.MarkupLine($"[grey]{name}[/] {value.ToString("G4", CultureInfo.InvariantCulture)} {unit}");
    }

    public void Print()
    {
        var table = new Table().AddColumn("figure").AddColumn(new TableColumn("value").RightAligned()).AddColumn("unit");
        foreach (var (name, figure) in _figures) table.AddRow(name, figure.Value.ToString("#,0.####", CultureInfo.InvariantCulture), figure.Unit);
        // Names are long, and a pipe has no width of its own.
        if (!AnsiConsole.Profile.Capabilities.Interactive) AnsiConsole.Profile.Width = 140;
        AnsiConsole.Write(table);
    }

    public void Write(string path) => File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(
        new { machine = new { Environment.ProcessorCount, runtime = Environment.Version.ToString() }, figures = _figures }, Json));
}
