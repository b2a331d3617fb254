using System.Diagnostics;
using FLChain.TrainerSdk.Progress;

namespace FLChain.Benchmarks.Federations;

/// <summary>What the trainers of a federation report: when each iteration was over for all of them, and how long each spent on what. Safe for concurrent use.</summary>
internal sealed class RoundTimes(int trainers) : IProgress<TrainingEvent>
{
    private readonly Lock _lock = new();
    private readonly Dictionary<int, int> _finished = [];
    private readonly Dictionary<int, long> _ends = [];
    private readonly Dictionary<int, TimeSpan> _processor = [];
    private readonly Dictionary<(int Iteration, TrainingStep Step), TimeSpan> _spent = [];

    /// <summary>Told of each iteration that is over for all trainers.</summary>
    public Action<int>? Over { get; set; }

    public void Report(TrainingEvent value)
    {
        lock (_lock)
        {
            if (value.Elapsed != TimeSpan.Zero) _spent[(value.Iteration, value.Step)] = _spent.GetValueOrDefault((value.Iteration, value.Step)) + value.Elapsed;
            if (value.Step != TrainingStep.RoundFinished) return;
            _finished[value.Iteration] = _finished.GetValueOrDefault(value.Iteration) + 1;
            if (_finished[value.Iteration] < trainers) return;
            _ends[value.Iteration] = Stopwatch.GetTimestamp();
            _processor[value.Iteration] = Environment.CpuUsage.TotalTime;
        }

        Over?.Invoke(value.Iteration);
    }

    /// <summary>Seconds from the end of the iteration before to its own end, for each of these.</summary>
    public IReadOnlyList<double> Seconds(IEnumerable<int> iterations)
    {
        lock (_lock) return [.. iterations.Select(iteration => Stopwatch.GetElapsedTime(_ends[iteration - 1], _ends[iteration]).TotalSeconds)];
    }

    /// <summary>Seconds of processor time of the whole process, as <see cref="Seconds"/>: what else the machine does hardly changes them.</summary>
    public IReadOnlyList<double> ProcessorSeconds(IEnumerable<int> iterations)
    {
        lock (_lock) return [.. iterations.Select(iteration => (_processor[iteration] - _processor[iteration - 1]).TotalSeconds)];
    }

    /// <summary>Median seconds that one trainer spent on a step of an iteration.</summary>
    public double MedianSeconds(TrainingStep step, IEnumerable<int> iterations)
    {
        lock (_lock) return Sampling.Median(iterations.Select(iteration => _spent.GetValueOrDefault((iteration, step)).TotalSeconds / trainers));
    }

    /// <summary>The figures of one iteration, and forgets all before it; null when the one before it was not seen.</summary>
    public (double Wall, double Processor, IReadOnlyList<double> Steps)? Take(int iteration, IReadOnlyList<TrainingStep> steps)
    {
        lock (_lock)
        {
            var known = _ends.Remove(iteration - 1, out var began) & _processor.Remove(iteration - 1, out var before);
            double[] spent = [.. steps.Select(step => _spent.Remove((iteration, step), out var time) ? time.TotalSeconds / trainers : 0)];
            _finished.Remove(iteration - 1);
            return known
                ? (Stopwatch.GetElapsedTime(began, _ends[iteration]).TotalSeconds, (_processor[iteration] - before).TotalSeconds, spent)
                : null;
        }
    }
}
