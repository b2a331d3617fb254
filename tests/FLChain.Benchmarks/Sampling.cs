using System.Diagnostics;

namespace FLChain.Benchmarks;

/// <summary>Timing in interleaved turns, so that what else the machine does falls on all alike; medians.</summary>
internal static class Sampling
{
    /// <summary>Median milliseconds of one run of each.</summary>
    /// <param name="turns">Turns after one that warms up.</param>
    /// <param name="works">What runs side by side; each says how long it took.</param>
    public static double[] MedianMilliseconds(int turns, params IReadOnlyList<Func<TimeSpan>> works)
    {
        var samples = works.Select(_ => new List<double>()).ToArray();
        for (var turn = 0; turn <= turns; turn++)
            for (var k = 0; k < works.Count; k++)
            {
                var elapsed = works[k]();
                if (turn > 0) samples[k].Add(elapsed.TotalMilliseconds);
            }

        return [.. samples.Select(times => Percentile(times, 50))];
    }

    /// <summary>How long the work takes.</summary>
    public static TimeSpan Time(Action work)
    {
        var began = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(began);
    }

    /// <summary>A percentile, 0 to 100, of samples in any order.</summary>
    public static double Percentile(IEnumerable<double> samples, double percent)
    {
        var sorted = samples.Order().ToArray();
        return sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * percent / 100))];
    }
}
