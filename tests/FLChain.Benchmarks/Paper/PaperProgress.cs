using System.Diagnostics;
using FLChain.Benchmarks.Federations;

namespace FLChain.Benchmarks.Paper;

/// <summary>Logs each iteration and tells, at most every ten seconds, how far the training is and how long it will take.</summary>
internal sealed class PaperProgress : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);
    private readonly int _trainers;
    private readonly int _iterations;
    private readonly RoundTimes _times;
    private readonly IterationLog _log;
    private readonly Action<string> _say;
    private readonly long _began = Stopwatch.GetTimestamp();
    private int _first;
    private long _told;

    public PaperProgress(int trainers, int iterations, RoundTimes times, IterationLog log, Action<string> say)
    {
        _trainers = trainers;
        _iterations = iterations;
        _times = times;
        _log = log;
        _say = say;
        times.Over = Over;
    }

    public void Dispose() => _times.Over = null;

    private void Over(int iteration)
    {
        if (_first == 0) _first = iteration;
        // The first iteration of a run has no beginning to measure from.
        if (_times.Take(iteration, IterationLog.Steps) is { } taken) _log.Add(iteration, taken.Wall, taken.Processor, taken.Steps);
        if (iteration != _iterations && Stopwatch.GetElapsedTime(_told) < Pause) return;
        _told = Stopwatch.GetTimestamp();
        var each = Stopwatch.GetElapsedTime(_began) / (iteration - _first + 1);
        _say($"{_trainers} trainers: iteration {iteration} of {_iterations}, {each.TotalSeconds:F2} s each, {(_iterations - iteration) * each:hh\\:mm\\:ss} left");
    }
}
