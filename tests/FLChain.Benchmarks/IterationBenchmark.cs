using FLChain.TrainerSdk.Models;
using FLChain.TrainerSdk.Progress;

namespace FLChain.Benchmarks;

/// <summary>
/// Whole iterations of a federation, all trainers, the peer and the contracts on this machine: local training, masking,
/// proofs, every partner verifying, ledger, unmasking. Wall clock, and the processor time of everything, which hardly
/// depends on what else the machine does.
/// </summary>
internal static class IterationBenchmark
{
    // 784·h + h + 10·h + 10 parameters.
    private static readonly IFederatedModel Mlp100K = new MultilayerPerceptron(784, 128, 10);
    private static readonly IFederatedModel Mlp1M = new MultilayerPerceptron(784, 1_258, 10);

    private static readonly IReadOnlyList<IterationCase> Cases =
    [
        new("softmax7850", new SoftmaxRegression(784, 10), 4, 10),
        new("mlp100k", Mlp100K, 10, 8),
        new("mlp1m", Mlp1M, 4, 6),
    ];

    // Plain averaging takes a turn before each of its turns: what else the machine does falls on both.
    private static readonly IterationCase Paired = new("mlp100k", Mlp100K, 4, 3, 5);
    private static readonly IterationCase OnFabric = new("mlp100k", Mlp100K, 4, 15);

    // Shows how time grows with the trainers; minutes by itself.
    private static readonly IterationCase Largest = new("mlp100k", Mlp100K, 32, 5);

    private static readonly TrainingStep[] Steps =
        [TrainingStep.LocalTraining, TrainingStep.Masking, TrainingStep.Proving, TrainingStep.Verifying, TrainingStep.Aggregating, TrainingStep.Unmasking, TrainingStep.Ledger];

    public static async Task RunAsync(FigureTable figures, CancellationToken cancellationToken)
    {
        foreach (var played in Cases) await EmbeddedAsync(figures, played, cancellationToken);
        await PairedAsync(figures, cancellationToken);
        figures.Add("trainer.mlp1m.peak_mebibytes", await TrainerMemory.PeakMebibytesAsync(new IterationCase("mlp1m", Mlp1M, 4, 3), cancellationToken), "MiB, resident, of a process with one trainer");
    }

    public static Task RunOnFabricAsync(FigureTable figures, CancellationToken cancellationToken) => TemporaryFabric.RunIfThereAsync(
        OnFabric,
        async parties => Add(figures, OnFabric, "fabric", await PlayedIterations.RunAsync(OnFabric, parties, null, cancellationToken)),
        cancellationToken);

    public static Task RunLargestAsync(FigureTable figures, CancellationToken cancellationToken) => EmbeddedAsync(figures, Largest, cancellationToken);

    private static async Task EmbeddedAsync(FigureTable figures, IterationCase played, CancellationToken cancellationToken) =>
        Add(figures, played, "devpeer", await PlayedIterations.RunAsync(played, null, null, cancellationToken));

    private static async Task PairedAsync(FigureTable figures, CancellationToken cancellationToken)
    {
        var averaging = new PlainAveraging(Paired);
        var plain = new List<double>();
        var result = await PlayedIterations.RunAsync(
            Paired,
            null,
            (_, _) =>
            {
                plain.Add(averaging.SecondsOfAStep());
                return Task.CompletedTask;
            },
            cancellationToken);
        Add(figures, Paired, "devpeer", result);
        var ratios = plain.Select((seconds, turn) => Sampling.Median(result.Times.Seconds(Paired.MeasuredIn(turn))) / seconds);
        figures.Add("iteration.mlp100k.n4.plain.seconds", Sampling.Median(plain), "s, federated averaging without ledger and masks, median");
        figures.Add("iteration.mlp100k.n4.ratio_to_plain", Sampling.Median(ratios), $"ratio, median of {plain.Count} pairs");
        figures.Add("ledger.bytes_per_trainer_iteration", BytesOf(Paired, result), "bytes of blocks, mlp100k, four trainers; payloads are not in blocks");
    }

    private static void Add(FigureTable figures, IterationCase played, string ledger, PlayedIterations result)
    {
        var name = $"iteration.{played.Name}.n{played.Trainers}.{ledger}";
        var seconds = result.Times.Seconds(played.AllMeasured);
        figures.Add($"{name}.seconds", Sampling.Median(seconds), $"s, median of {seconds.Count}");
        figures.Add($"{name}.processor.seconds", Sampling.Median(result.Times.ProcessorSeconds(played.AllMeasured)), "s of processor time of this process, median");
        foreach (var step in Steps)
            figures.Add($"{name}.{char.ToLowerInvariant(step.ToString()[0])}{step.ToString()[1..]}.seconds", result.Times.MedianSeconds(step, played.AllMeasured), "s per trainer, median");
        if (result.BlockBytes > 0) figures.Add($"{name}.bytes_per_trainer", BytesOf(played, result), "bytes of blocks for each trainer and iteration");
    }

    private static double BytesOf(IterationCase played, PlayedIterations result) => result.BlockBytes / (played.Iterations * (double)played.Trainers);
}
