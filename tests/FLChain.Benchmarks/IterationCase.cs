using FLChain.TrainerSdk.Data;
using FLChain.TrainerSdk.Models;

namespace FLChain.Benchmarks;

/// <summary>A federation whose iterations are measured.</summary>
/// <param name="Name">Of the model, in the figures.</param>
/// <param name="Model">The model.</param>
/// <param name="Trainers">How many.</param>
/// <param name="Measured">Iterations that are measured, after those that warm up.</param>
internal sealed record IterationCase(string Name, IFederatedModel Model, int Trainers, int Measured)
{
    /// <summary>The first iterations build tables and compile code.</summary>
    public const int WarmUp = 3;

    private const int Samples = 256;

    /// <summary>Three of four; with more trainers, more than half.</summary>
    public int Threshold => Math.Max(3, (Trainers / 2) + 1);

    public int Iterations => WarmUp + Measured;

    /// <summary>Each trainer's samples: what the numbers are does not matter here, only how many they are.</summary>
    public Dataset[] Shards() => [.. Enumerable.Range(0, Trainers).Select(place => Noise(Model, place))];

    /// <summary>Samples of this shape for one trainer.</summary>
    public static Dataset Noise(IFederatedModel model, int place)
    {
        var random = new Random(place);
        var features = new float[Samples * model.FeatureCount];
        for (var k = 0; k < features.Length; k++) features[k] = random.NextSingle();
        return new Dataset(features, [.. Enumerable.Range(0, Samples).Select(k => k % model.LabelCount)], model.FeatureCount, model.LabelCount);
    }
}
