using FLChain.TrainerSdk.Data;
using FLChain.TrainerSdk.Models;

namespace FLChain.Benchmarks.Paper;

/// <summary>The same training without a ledger and without masks, for one seed: alone, with all data in one place, and as plain federated averaging.</summary>
/// <param name="Seed">Of initial weights, split and batches.</param>
/// <param name="Single">Mean over the trainers, each alone with its own data.</param>
/// <param name="SingleTests">Each trainer alone, on the test set.</param>
/// <param name="FullSet">All training samples in one place, batches as large as a trainer's.</param>
/// <param name="Plain">Federated averaging of the very same batches, unmasked.</param>
/// <param name="FullSetLargeBatch">All training samples in one place, batches as large as those of all trainers together; null in files of earlier versions.</param>
internal sealed record Baselines(
    long Seed, Accuracy Single, IReadOnlyList<double> SingleTests, Accuracy FullSet, Accuracy Plain, Accuracy? FullSetLargeBatch = null)
{
    /// <summary>Trains what is not known yet.</summary>
    /// <param name="options">What is played.</param>
    /// <param name="data">On what.</param>
    /// <param name="trainers">How many trainers share the data.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="known">What an earlier run found, or null.</param>
    public static Baselines Run(PaperOptions options, PaperData data, int trainers, long seed, Baselines? known) =>
        (known ?? First(options, data, trainers, seed)) with { FullSetLargeBatch = FullSetOf(options, data, trainers * options.BatchSize, seed) };

    private static Baselines First(PaperOptions options, PaperData data, int trainers, long seed)
    {
        var shards = data.Shards(trainers, seed);
        var initial = LocalTraining.InitialWeights(data.Model, seed);
        long[] seeds = [.. shards.Select((_, place) => checked((seed * 1_000) + place + 1))];
        Accuracy[] singles = [.. shards.Select((shard, place) =>
            data.Judge(LocalTraining.Run(data.Model, shard, initial, options.Iterations, options.BatchSize, options.LearningRate, seeds[place])))];
        var plain = data.Judge(LocalTraining.RunTogether(data.Model, shards, initial, options.Iterations, options.BatchSize, options.LearningRate, seeds));
        return new Baselines(
            seed,
            new Accuracy(singles.Average(single => single.Validation), singles.Average(single => single.Test)),
            [.. singles.Select(single => single.Test)],
            FullSetOf(options, data, options.BatchSize, seed),
            plain);
    }

    private static Accuracy FullSetOf(PaperOptions options, PaperData data, int batchSize, long seed) =>
        data.Judge(LocalTraining.Run(data.Model, data.Split.Train, options.Iterations, batchSize, options.LearningRate, seed));
}
