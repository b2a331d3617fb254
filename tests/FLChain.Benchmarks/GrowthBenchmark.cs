using System.Globalization;
using FLChain.Benchmarks.Federations;
using FLChain.TrainerSdk.Models;

namespace FLChain.Benchmarks;

/// <summary>Iterations of one federation while the ledger around it grows: with blocks, and with models that nobody joined.</summary>
internal static class GrowthBenchmark
{
    private const int MeasuredInTurn = 6;

    /// <summary>Blocks that are added before each turn, in all.</summary>
    public static readonly IReadOnlyList<int> Blocks = [0, 500, 1_500];

    /// <summary>Models that are added before each turn, in all.</summary>
    public static readonly IReadOnlyList<int> Models = [0, 200, 800];

    /// <summary>Beginning of a point's figures.</summary>
    public static string NameOf(string what, int size) => string.Create(CultureInfo.InvariantCulture, $"growth.{what}{size}.softmax7850.n4");

    public static async Task RunAsync(FigureTable figures, CancellationToken cancellationToken)
    {
        await MeasureAsync(figures, "blocks", Blocks, (federation, added, token) => federation.AddBlocksAsync(added, token), cancellationToken);
        await MeasureAsync(figures, "models", Models, (federation, added, token) => federation.AddModelsAsync(added, token), cancellationToken);
    }

    private static async Task MeasureAsync(
        FigureTable figures, string what, IReadOnlyList<int> sizes, Func<PlayedFederation, int, CancellationToken, Task> fill, CancellationToken cancellationToken)
    {
        var played = new IterationCase("softmax7850", new SoftmaxRegression(784, 10), 4, MeasuredInTurn, sizes.Count);
        var turn = 0;
        var result = await PlayedIterations.RunAsync(
            played,
            null,
            async (federation, token) =>
            {
                await fill(federation, sizes[turn] - (turn == 0 ? 0 : sizes[turn - 1]), token);
                turn++;
            },
            cancellationToken);
        for (var k = 0; k < sizes.Count; k++)
        {
            var name = NameOf(what, sizes[k]);
            figures.Add($"{name}.seconds", Sampling.Median(result.Times.Seconds(played.MeasuredIn(k))), $"s, median of {MeasuredInTurn}, {sizes[k]} {what} added");
            figures.Add($"{name}.processor.seconds", Sampling.Median(result.Times.ProcessorSeconds(played.MeasuredIn(k))), "s of processor time of this process, median");
        }
    }
}
