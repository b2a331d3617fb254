using System.Diagnostics;
using FLChain.Benchmarks.Federations;
using FLChain.TrainerSdk.Ledger;
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
    private static readonly IFederatedModel Softmax = new SoftmaxRegression(784, 10);
    private static readonly IFederatedModel Mlp100K = new MultilayerPerceptron(784, 128, 10);
    private static readonly IFederatedModel Mlp1M = new MultilayerPerceptron(784, 1_258, 10);

    private static readonly IReadOnlyList<IterationCase> Cases =
    [
        new("softmax7850", Softmax, 4, 10),
        new("mlp100k", Mlp100K, 4, 15),
        new("mlp100k", Mlp100K, 10, 8),
        new("mlp1m", Mlp1M, 4, 6),
    ];

    // Shows how time grows with the trainers; minutes by itself.
    private static readonly IterationCase Largest = new("mlp100k", Mlp100K, 32, 2);

    private static readonly TrainingStep[] Steps =
        [TrainingStep.LocalTraining, TrainingStep.Masking, TrainingStep.Proving, TrainingStep.Verifying, TrainingStep.Aggregating, TrainingStep.Unmasking, TrainingStep.Ledger];

    public static async Task RunAsync(FigureTable figures, bool withLargest, CancellationToken cancellationToken)
    {
        foreach (var played in withLargest ? [.. Cases, Largest] : Cases) await EmbeddedAsync(figures, played, cancellationToken);
        var plain = PlainSeconds(Cases[1]);
        figures.Add("iteration.mlp100k.n4.plain.seconds", plain, "s, federated averaging without ledger and masks, median");
        figures.Add("iteration.mlp100k.n4.ratio_to_plain", figures["iteration.mlp100k.n4.devpeer.seconds"] / plain, "ratio");
        figures.Add("trainer.mlp1m.peak_mebibytes", await TrainerMemory.PeakMebibytesAsync(new IterationCase("mlp1m", Mlp1M, 4, 3), cancellationToken), "MiB, resident, of a process with one trainer");
        await TemporaryFabric.RunIfThereAsync(
            Cases[1],
            async parties => await PlayAsync(figures, Cases[1], "fabric", parties, cancellationToken),
            cancellationToken);
    }

    private static Task EmbeddedAsync(FigureTable figures, IterationCase played, CancellationToken cancellationToken) =>
        PlayAsync(figures, played, "devpeer", null, cancellationToken);

    private static async Task PlayAsync(FigureTable figures, IterationCase played, string ledger, string? parties, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("flchain-bench-").FullName;
        try
        {
            await using var federation = await PlayedFederation.StartAsync(
                new FederationPlan
                {
                    Directory = folder,
                    Parties = parties,
                    Model = played.Model,
                    Shards = played.Shards(),
                    Iterations = played.Iterations,
                    Threshold = played.Threshold,
                },
                cancellationToken);
            var before = parties is null ? federation.Height : 0;
            await federation.TrainAsync(cancellationToken);
            Add(figures, $"iteration.{played.Name}.n{played.Trainers}.{ledger}", federation.Times);
            if (parties is null && played == Cases[1])
                figures.Add(
                    "ledger.bytes_per_trainer_iteration",
                    await BlockBytesAsync(federation, before, cancellationToken) / (played.Iterations * (double)played.Trainers),
                    "bytes of blocks, four trainers; payloads are not in blocks");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Add(FigureTable figures, string name, RoundTimes times)
    {
        const int first = IterationCase.WarmUp + 1;
        var seconds = times.Seconds(first);
        figures.Add($"{name}.seconds", Sampling.Median(seconds), $"s, median of {seconds.Count}");
        figures.Add($"{name}.processor.seconds", Sampling.Median(times.ProcessorSeconds(first)), "s of processor time of this process, median");
        foreach (var step in Steps)
            figures.Add($"{name}.{char.ToLowerInvariant(step.ToString()[0])}{step.ToString()[1..]}.seconds", times.MedianSeconds(step, first), "s per trainer, median");
    }

    // The lower bound: the same batches and updates, one after another in this process.
    private static double PlainSeconds(IterationCase played)
    {
        const int steps = 10;
        var shards = played.Shards();
        long[] seeds = [.. shards.Select((_, place) => (long)place)];
        var times = new List<double>();
        for (var turn = 0; turn <= 5; turn++)
        {
            var began = Stopwatch.GetTimestamp();
            LocalTraining.RunTogether(played.Model, shards, LocalTraining.InitialWeights(played.Model, 1), steps, 64, 0.5, seeds);
            if (turn > 0) times.Add(Stopwatch.GetElapsedTime(began).TotalSeconds / steps);
        }

        return Sampling.Median(times);
    }

    private static async Task<long> BlockBytesAsync(PlayedFederation federation, ulong from, CancellationToken cancellationToken)
    {
        await using var ledger = LedgerClient.Connect(federation.Files.AuditorProfile);
        long bytes = 0;
        await foreach (var block in ledger.Network.BlocksAsync(from, federation.Height - 1, cancellationToken)) bytes += block.CalculateSize();
        return bytes;
    }
}
