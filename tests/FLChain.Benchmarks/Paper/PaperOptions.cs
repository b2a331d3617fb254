using System.Globalization;

namespace FLChain.Benchmarks.Paper;

/// <summary>What <c>make paper</c> plays.</summary>
internal sealed record PaperOptions
{
    public const string Usage = """
        usage: make paper [ARGS="[--data FOLDER] [--state FOLDER] [--report FILE] [--trainers 4,10] [--iterations 1500] [--seeds 5] [--short]"]
        Plays section VI of the paper on MNIST, every iteration masked and on the ledger, and writes docs/paper-results.md.
        Killed at any moment, it goes on where it was. --short: three iterations on made digits, to see that it works.
        """;

    /// <summary>Folder with MNIST's four files; null for made digits.</summary>
    public string? Data { get; init; }

    /// <summary>Ledger, keys and figures are kept here between runs.</summary>
    public required string State { get; init; }

    /// <summary>The report that is written; by default docs/paper-results.md, and that of a short run beside its state.</summary>
    public required string Report { get; init; }

    /// <summary>Sizes of the federations.</summary>
    public IReadOnlyList<int> Trainers { get; init; } = [4, 10];

    public int Iterations { get; init; } = 1_500;

    /// <summary>How many seeds the runs without a ledger have.</summary>
    public int Seeds { get; init; } = 5;

    public int Hidden { get; init; } = 128;

    public int BatchSize { get; init; } = 64;

    public double LearningRate { get; init; } = 0.5;

    /// <summary>Blocks that a payload outlives its own; the audit keeps within half of them.</summary>
    public ulong PayloadBlocksToLive { get; init; } = 1_000;

    /// <summary>Reads the command line.</summary>
    /// <exception cref="FormatException">It makes no sense; the message says where.</exception>
    public static PaperOptions Parse(ReadOnlySpan<string> arguments)
    {
        var options = new PaperOptions { State = Path.Combine("artifacts", "paper"), Report = string.Empty, Data = DefaultData() };
        for (var at = 0; at < arguments.Length; at++)
        {
            if (arguments[at] == "--short")
            {
                options = options with { Data = null, Trainers = [4], Iterations = 3, Seeds = 1, Hidden = 16 };
                continue;
            }

            var name = arguments[at];
            var value = ++at < arguments.Length ? arguments[at] : throw new FormatException($"{name} needs a value");
            options = name switch
            {
                "--data" => options with { Data = value },
                "--state" => options with { State = value },
                "--report" => options with { Report = value },
                "--trainers" => options with { Trainers = [.. value.Split(',').Select(part => Number(name, part, 3, 32))] },
                "--iterations" => options with { Iterations = Number(name, value, 1, 100_000) },
                "--seeds" => options with { Seeds = Number(name, value, 1, 100) },
                _ => throw new FormatException($"there is no option {name}"),
            };
        }

        if (options.Report.Length > 0) return options;
        var folder = options.Data is null ? options.State : "docs";
        return options with { Report = Path.Combine(folder, "paper-results.md") };
    }

    private static int Number(string name, string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new FormatException($"{name} is a number from {least} to {most}, not '{text}'");

    private static string? DefaultData()
    {
        var named = Environment.GetEnvironmentVariable("FLCHAIN_DATA");
        string[] candidates = named is { Length: > 0 } ? [named, Path.Combine(named, "mnist")] : [Path.Combine("..", "shared", "data", "mnist")];
        return candidates.FirstOrDefault(TrainerSdk.Data.MnistFolder.Contains);
    }
}
