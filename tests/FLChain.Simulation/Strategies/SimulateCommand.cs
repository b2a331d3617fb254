using System.Globalization;

namespace FLChain.Simulation.Strategies;

/// <summary><c>simulate</c>: mean net result of each strategy with its 99% confidence interval.</summary>
internal static class SimulateCommand
{
    /// <summary>0 when no dishonest strategy has a higher mean than the honest one.</summary>
    public static async Task<int> RunAsync(string[] options, TextWriter output)
    {
        if (!TryRead(options, out var federations, out var seed))
        {
            await Console.Error.WriteLineAsync("simulate: --federations is 1 to 10,000,000 and --seed a whole number");
            return 2;
        }

        var began = TimeProvider.System.GetTimestamp();
        var results = await Simulator.RunAsync(federations, seed, CancellationToken.None);
        var elapsed = TimeProvider.System.GetElapsedTime(began);
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"{federations:N0} federations of {Simulator.Members}, seed {seed}, in {elapsed.TotalSeconds:F0} s; money conserved in every one"));
        await output.WriteLineAsync($"  {"strategy",-16} {"members",9} {"mean net",14} {"± (99%)",10} {"least",12} {"most",9}");
        var honest = results[Strategy.Honest];
        foreach (var (strategy, result) in results.Where(pair => pair.Value.Count > 0).OrderByDescending(pair => pair.Value.Mean))
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"  {strategy,-16} {result.Count,9:N0} {result.Mean,14:N1} {result.HalfWidth,10:N1} {result.Least,12:N0} {result.Most,9:N0}"));
        var better = results.Where(pair => pair.Key != Strategy.Honest && pair.Value.Count > 0 && pair.Value.Mean > honest.Mean).Select(pair => pair.Key).ToArray();
        await output.WriteLineAsync(better.Length == 0 ? "No dishonest strategy does better than honesty." : $"Better than honesty: {string.Join(", ", better)}");
        return better.Length == 0 ? 0 : 1;
    }

    private static bool TryRead(string[] options, out int federations, out int seed)
    {
        (federations, seed) = (10_000, 1);
        for (var at = 0; at + 1 < options.Length; at += 2)
        {
            if (!int.TryParse(options[at + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var value)) return false;
            switch (options[at])
            {
                case "--federations": federations = value; break;
                case "--seed": seed = value; break;
                default: return false;
            }
        }

        return options.Length % 2 == 0 && federations is >= 1 and <= 10_000_000;
    }
}
