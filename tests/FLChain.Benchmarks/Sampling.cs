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

        return [.. samples.Select(times => Median(times))];
    }

    /// <summary>How long the work takes.</summary>
    public static TimeSpan Time(Action work)
    {
        var began = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(began);
    }

    /// <summary>A percentile, 0 to 100, of samples in any order: between two of them, where it falls there, in proportion. Not a number without samples.</summary>
    public static double Percentile(IEnumerable<double> samples, double percent)
    {
        var sorted = samples.Order().ToArray();
        if (sorted.Length == 0) return double.NaN;
        var place = (sorted.Length - 1) * percent / 100;
        var below = sorted[(int)place];
        return below + ((sorted[(int)Math.Ceiling(place)] - below) * (place - Math.Floor(place)));
    }

    /// <summary>Median of samples in any order: of an even number, the mean of the two in the middle. Not a number without samples.</summary>
    public static double Median(IEnumerable<double> samples) => Percentile(samples, 50);

    /// <summary>Bounds within which the median lies with a probability of about 95%, however the samples are distributed: the order statistics of the sign test.</summary>
    public static (double Low, double High) MedianBounds(IEnumerable<double> samples)
    {
        var sorted = samples.Order().ToArray();
        // 1.96 standard deviations of the binomial distribution on both sides of the middle.
        var low = (int)Math.Max(0, (sorted.Length - (1.96 * Math.Sqrt(sorted.Length))) / 2);
        return (sorted[low], sorted[^(low + 1)]);
    }
}
