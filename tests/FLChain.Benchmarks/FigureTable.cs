using System.Globalization;
using Spectre.Console;

namespace FLChain.Benchmarks;

/// <summary>All figures of one run beside those of an earlier one: a table for people, <c>bench.json</c> for programs.</summary>
internal sealed class FigureTable
{
    private readonly string _run = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
    private readonly BenchRun _here = BenchRun.Here();
    private readonly SortedDictionary<string, Figure> _figures = new(StringComparer.Ordinal);
    private readonly Results _earlier;
    private IReadOnlyList<string> _beginnings = [];

    /// <summary>A table that is compared with an earlier result.</summary>
    /// <param name="earlier">File that <see cref="Write"/> wrote; it need not be there.</param>
    public FigureTable(string earlier) => _earlier = JsonFile.Read<Results>(earlier) ?? new Results([], []);

    /// <summary>The figures of this run.</summary>
    public IReadOnlyDictionary<string, Figure> Measured => _figures;

    /// <summary>The figures that follow are this section's.</summary>
    public void Begin(BenchSection section) => _beginnings = section.Figures;

    /// <summary>Adds a figure.</summary>
    /// <exception cref="InvalidOperationException">Its name is not one of the section's: another section may use it.</exception>
    /// <exception cref="ArgumentException">There is one of that name.</exception>
    public void Add(string name, double value, string unit)
    {
        if (!_beginnings.Any(beginning => name.StartsWith(beginning, StringComparison.Ordinal)))
            throw new InvalidOperationException($"{name} is none of the section's figures: they begin with {string.Join(", ", _beginnings)}");
        _figures.Add(name, new Figure(double.Round(value, 4), unit, _run));
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
            var before = _earlier.Figures.GetValueOrDefault(name);
            var ratio = before is { Value: > 0 } ? (figure.Value / before.Value).ToString("F2", CultureInfo.InvariantCulture) : string.Empty;
            table.AddRow(name, Text(figure), before is null ? string.Empty : Text(before), ratio, figure.Unit);
        }

        // Names are long, and a pipe has no width of its own.
        if (!AnsiConsole.Profile.Capabilities.Interactive) AnsiConsole.Profile.Width = 160;
        AnsiConsole.Write(table);
    }

    /// <summary>Writes what was measured; what was not measured now stays as it was, with the run that measured it.</summary>
    public void Write(string path)
    {
        var figures = All();
        var runs = new SortedDictionary<string, BenchRun>(_earlier.Runs, StringComparer.Ordinal) { [_run] = _here };
        var named = figures.Values.Select(figure => figure.Run).ToHashSet();
        JsonFile.Write(path, new Results(new(runs.Where(run => named.Contains(run.Key)).ToDictionary(), StringComparer.Ordinal), figures));
    }

    /// <summary>Every figure, measured now or earlier.</summary>
    public SortedDictionary<string, Figure> All()
    {
        var all = new SortedDictionary<string, Figure>(_earlier.Figures, StringComparer.Ordinal);
        foreach (var (name, figure) in _figures) all[name] = figure;
        return all;
    }

    private static string Text(Figure figure) => figure.Value.ToString("#,0.####", CultureInfo.InvariantCulture);

    private sealed record Results(SortedDictionary<string, BenchRun> Runs, SortedDictionary<string, Figure> Figures)
    {
        // The runs of figures from before runs were written down are not known.
        public SortedDictionary<string, BenchRun> Runs { get; } = Runs ?? [];
    }
}
