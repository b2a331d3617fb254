using System.Diagnostics;

namespace FLChain.Benchmarks;

/// <summary>What came of calling something again and again.</summary>
/// <param name="Rate">Calls per second.</param>
/// <param name="Latencies">Milliseconds of each call, in any order.</param>
internal sealed record Load(double Rate, IReadOnlyList<double> Latencies)
{
    /// <summary>Lets clients call, each one call after another, for a time.</summary>
    /// <param name="clients">Clients at once.</param>
    /// <param name="span">How long.</param>
    /// <param name="call">A call of a client; its number counts from 0.</param>
    public static async Task<Load> RunAsync(int clients, TimeSpan span, Func<int, int, Task> call)
    {
        var latencies = new List<double>();
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(async () =>
        {
            for (var number = 0; Stopwatch.GetElapsedTime(began) < span; number++)
            {
                var called = Stopwatch.GetTimestamp();
                await call(client, number);
                lock (latencies) latencies.Add(Stopwatch.GetElapsedTime(called).TotalMilliseconds);
            }
        })));
        return new Load(latencies.Count / Stopwatch.GetElapsedTime(began).TotalSeconds, latencies);
    }
}
