using FLChain.TrainerSdk.Models;

namespace FLChain.Cli.Demo;

/// <summary>What the federation is compared with: the same number of steps without masks, alone, and with all data in one place.</summary>
internal sealed record Comparison(double Unmasked, IReadOnlyList<double> Singles, double FullSet)
{
    public static Comparison Run(IFederatedModel model, DemoData data, DemoOptions options, double learningRate)
    {
        var initial = LocalTraining.InitialWeights(model, options.Seed);
        long[] seeds = [.. data.Shards.Select((_, j) => TrainerSeed(options, j))];
        double Accuracy(float[] weights) => model.Accuracy(weights, data.Test);

        var unmasked = Accuracy(LocalTraining.RunTogether(model, data.Shards, initial, options.Iterations, options.BatchSize, learningRate, seeds));
        var singles = new double[data.Shards.Count];
        Parallel.For(0, singles.Length, j =>
            singles[j] = Accuracy(LocalTraining.Run(model, data.Shards[j], initial, options.Iterations, options.BatchSize, learningRate, seeds[j])));

        // As many samples in each step as the federation sees together.
        var fullBatch = Math.Min(options.BatchSize * data.Shards.Count, data.Train.Count);
        var fullSet = Accuracy(LocalTraining.Run(model, data.Train, initial, options.Iterations, fullBatch, learningRate, options.Seed));
        return new Comparison(unmasked, singles, fullSet);
    }

    /// <summary>Seed of the batches of the trainer in place <paramref name="place"/>, from 0.</summary>
    public static long TrainerSeed(DemoOptions options, int place) => checked(options.Seed * 1_000 + place + 1);
}
