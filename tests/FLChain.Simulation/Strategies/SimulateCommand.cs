using System.Globalization;

namespace FLChain.Simulation.Strategies;

/// <summary><c>simulate</c>: mean net result of each strategy with its 99% confidence interval.</summary>
internal static class SimulateCommand
{
    /// <summary>How to call it.</summary>
    public const string Usage = "simulate [--federations 10000] [--seed 1] [--cost 100] [--rules default|weakest] [--shares paper|contribution] [--inspections 5000] [--only Strategy]";

    /// <summary>0 when no dishonest strategy has a higher mean than the honest one, by more than chance, or one is played alone; 1 otherwise; 2 for options that cannot be meant.</summary>
    public static async Task<int> RunAsync(string[] options, TextWriter output)
    {
        if (!TryRead(options, out var setting))
        {
            await Console.Error.WriteLineAsync($"usage: {Usage}");
            return 2;
        }

        var began = TimeProvider.System.GetTimestamp();
        var result = await Simulator.RunAsync(setting, done => Tell(done, setting.Federations), CancellationToken.None);
        var elapsed = TimeProvider.System.GetElapsedTime(began);
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{setting.Federations:N0} federations of {Simulator.Members}, seed {setting.Seed}, c = {setting.Cost} for an iteration, {(setting.ClosingRules ? "default" : "weakest")} rules, {setting.Shares} shares, {setting.InspectionRate:N0} of a million gradients inspected, in {elapsed.TotalSeconds:F0} s; money conserved in every one"));
        await output.WriteLineAsync($"  {"strategy",-28} {"members",9} {"mean net",14} {"± (99%)",10} {"least",12} {"most",9}");
        if (result.AmongHonest.Count > 0) await output.WriteLineAsync(Line("honest, nobody cheats", result.AmongHonest));
        foreach (var (strategy, of) in result.Played.OrderByDescending(pair => pair.Result.Mean)) await output.WriteLineAsync(Line($"{strategy}", of));
        return await JudgeAsync(result, output);
    }

    private static async Task<int> JudgeAsync(SimulationResult result, TextWriter output)
    {
        if (result.AmongHonest.Count == 0) return 0;
        var better = result.Better.ToArray();
        await output.WriteLineAsync(better.Length == 0 ? "No dishonest strategy does better than honesty." : $"Better than honesty: {string.Join(", ", better)}");
        return better.Length == 0 ? 0 : 1;
    }

    private static string Line(string name, StrategyResult result) => string.Create(
        CultureInfo.InvariantCulture, $"  {name,-28} {result.Count,9:N0} {result.Mean,14:N1} {result.HalfWidth,10:N1} {result.Least,12:N0} {result.Most,9:N0}");

    private static void Tell(int done, int all)
    {
        if (done % 1_000 == 0 && done < all) Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{done:N0} of {all:N0}"));
    }

    private static bool TryRead(string[] options, out Setting setting)
    {
        setting = Setting.Default;
        for (var at = 0; at + 1 < options.Length; at += 2)
        {
            if (Apply(setting, options[at], options[at + 1]) is not { } next) return false;
            setting = next;
        }

        return options.Length % 2 == 0 && setting.Federations is >= 1 and <= 10_000_000;
    }

    private static Setting? Apply(Setting setting, string option, string value) => (option, value, Number(value)) switch
    {
        ("--federations", _, { } number) => setting with { Federations = number },
        ("--seed", _, { } number) => setting with { Seed = number },
        ("--cost", _, { } number) => setting with { Cost = number },
        ("--rules", "default", _) => setting with { ClosingRules = true },
        ("--rules", "weakest", _) => setting with { ClosingRules = false },
        ("--shares", "paper", _) => setting with { Shares = ShareRule.Paper },
        ("--shares", "contribution", _) => setting with { Shares = ShareRule.Contribution },
        ("--only", _, _) when Enum.TryParse<Strategy>(value, out var only) && Enum.IsDefined(only) && only != Strategy.Honest => setting with { Only = only },
        ("--inspections", _, { } number and <= Ratio.One) => setting with { Inspections = number },
        _ => null,
    };

    private static int? Number(string value) => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
