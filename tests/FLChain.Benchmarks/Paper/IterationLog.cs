using System.Globalization;
using FLChain.TrainerSdk.Progress;

namespace FLChain.Benchmarks.Paper;

/// <summary>A line for each finished iteration, across all runs: its wall clock, its processor time and what a trainer spent on each step, in seconds.</summary>
internal sealed class IterationLog
{
    public static readonly IReadOnlyList<TrainingStep> Steps =
        [TrainingStep.LocalTraining, TrainingStep.Masking, TrainingStep.Proving, TrainingStep.Verifying, TrainingStep.Aggregating, TrainingStep.Unmasking, TrainingStep.Ledger];

    private readonly string _path;
    private readonly Lock _lock = new();

    public IterationLog(string path)
    {
        _path = path;
        DropTornLine();
        if (new FileInfo(path) is { Exists: false } or { Length: 0 }) File.WriteAllText(path, $"iteration,wall,processor,{string.Join(',', Steps)}\n");
    }

    /// <summary>Adds a line.</summary>
    public void Add(int iteration, double wall, double processor, IReadOnlyList<double> steps)
    {
        double[] numbers = [wall, processor, .. steps];
        var line = $"{iteration},{string.Join(',', numbers.Select(number => number.ToString("F4", CultureInfo.InvariantCulture)))}\n";
        lock (_lock) File.AppendAllText(_path, line);
    }

    /// <summary>A line for each logged iteration; the last one counts of an iteration that was finished twice.</summary>
    public IReadOnlyDictionary<int, double[]> Read()
    {
        var lines = new SortedDictionary<int, double[]>();
        foreach (var line in File.ReadLines(_path).Skip(1))
        {
            var cells = line.Split(',');
            lines[int.Parse(cells[0], CultureInfo.InvariantCulture)] = [.. cells.Skip(1).Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))];
        }

        return lines;
    }

    // A run that was killed while it wrote leaves a line without an end.
    private void DropTornLine()
    {
        if (!File.Exists(_path)) return;
        using var file = File.Open(_path, FileMode.Open);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        file.SetLength(bytes.AsSpan().LastIndexOf((byte)'\n') + 1);
    }
}
