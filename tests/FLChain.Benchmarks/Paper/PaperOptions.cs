using System.Globalization;
using FLChain.TrainerSdk.Data;

namespace FLChain.Benchmarks.Paper;

/// <summary>What <c>make paper</c> plays.</summary>
internal sealed record PaperOptions
{
    public const string Usage = """
        usage: make paper [ARGS="[--data FOLDER] [--state FOLDER] [--report FILE] [--trainers 4,10] [--iterations 1500] [--seeds 5] [--baselines-only] [--short]"]
        Plays section VI of the paper on MNIST, every iteration masked and on the ledger, and writes docs/paper-results.md;
        with another number of iterations the report goes beside the state. MNIST is looked for in FLCHAIN_DATA or
        ../shared/data/mnist. Killed at any moment, it goes on where it was; a state of other settings is refused.
        --baselines-only: what is trained without a ledger, as rows of the report's tables; minutes.
        --short: three iterations on made digits, to see that it works.
        """;

    private const int PublishedIterations = 1_500;

    /// <summary>Folder with MNIST's four files; null for made digits.</summary>
    public string? Data { get; init; }

    /// <summary>Ledger, keys and figures are kept here between runs.</summary>
    public required string State { get; init; }

    /// <summary>The report that is written; by default docs/paper-results.md for as many iterations as the paper's on MNIST, else beside the state.</summary>
    public required string Report { get; init; }

    /// <summary>Sizes of the federations.</summary>
    public IReadOnlyList<int> Trainers { get; init; } = [4, 10];

    public int Iterations { get; init; } = PublishedIterations;

    /// <summary>How many seeds the runs without a ledger have.</summary>
    public int Seeds { get; init; } = 5;

    public int Hidden { get; init; } = 128;

    public int BatchSize { get; init; } = 64;

    public double LearningRate { get; init; } = 0.5;

    /// <summary>Blocks that a payload outlives its own; the audit keeps within half of them.</summary>
    public ulong PayloadBlocksToLive { get; init; } = 1_000;

    /// <summary>Whether only the runs without a ledger are made.</summary>
    public bool BaselinesOnly { get; init; }

    /// <summary>Reads the command line.</summary>
    /// <param name="arguments">After the verb.</param>
    /// <param name="dataFolder">What FLCHAIN_DATA names; null or empty for nothing.</param>
    /// <exception cref="FormatException">It makes no sense, or there is no data; the message says where.</exception>
    public static PaperOptions Parse(ReadOnlySpan<string> arguments, string? dataFolder)
    {
        var isShort = arguments.Contains("--short");
        var options = new PaperOptions { State = Path.Combine("artifacts", isShort ? "paper-short" : "paper"), Report = string.Empty };
        if (isShort) options = options with { Trainers = [4], Iterations = 3, Seeds = 1, Hidden = 16 };
        for (var at = 0; at < arguments.Length; at++)
        {
            var name = arguments[at];
            if (name == "--short") continue;
            if (name == "--baselines-only")
            {
                options = options with { BaselinesOnly = true };
                continue;
            }

            var value = ++at < arguments.Length ? arguments[at] : throw new FormatException($"{name} needs a value");
            options = name switch
            {
                "--data" => options with { Data = FirstWithMnist(value) },
                "--state" => options with { State = value },
                "--report" => options with { Report = value },
                "--trainers" => options with { Trainers = [.. value.Split(',').Select(part => Number(name, part, 3, 32))] },
                "--iterations" => options with { Iterations = Number(name, value, 1, 100_000) },
                "--seeds" => options with { Seeds = Number(name, value, 1, 100) },
                _ => throw new FormatException($"there is no option {name}"),
            };
        }

        if (options.Data is null && !isShort)
            options = options with { Data = dataFolder is { Length: > 0 } ? FirstWithMnist(dataFolder, Path.Combine(dataFolder, "mnist")) : FirstWithMnist(Path.Combine("..", "shared", "data", "mnist")) };
        if (options.Report.Length > 0) return options;
        var folder = options.Data is not null && options.Iterations == PublishedIterations ? "docs" : options.State;
        return options with { Report = Path.Combine(folder, "paper-results.md") };
    }

    private static int Number(string name, string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new FormatException($"{name} is a number from {least} to {most}, not '{text}'");

    private static string FirstWithMnist(params IReadOnlyList<string> folders) =>
        folders.FirstOrDefault(MnistFolder.Contains)
        ?? throw new FormatException($"there is no MNIST in {string.Join(" or ", folders)}: name its folder with --data or FLCHAIN_DATA, or take made digits with --short");
}
