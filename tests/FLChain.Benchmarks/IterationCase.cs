using FLChain.TrainerSdk.Data;
using FLChain.TrainerSdk.Models;

namespace FLChain.Benchmarks;

/// <summary>A federation whose iterations are measured, in turns between which it can be halted.</summary>
/// <param name="Name">Of the model, in the figures.</param>
/// <param name="Model">The model.</param>
/// <param name="Trainers">How many.</param>
/// <param name="Measured">Iterations of a turn that are measured, after one that is not.</param>
/// <param name="Turns">How many turns.</param>
internal sealed record IterationCase(string Name, IFederatedModel Model, int Trainers, int Measured, int Turns = 1)
{
    // The first iterations build tables and compile code; the first turn's own is one more.
    private const int WarmUp = 2;

    private const int Samples = 256;

    /// <summary>Three of four; with more trainers, more than half.</summary>
    public int Threshold => Math.Max(3, (Trainers / 2) + 1);

    public int Iterations => WarmUp + (Turns * (1 + Measured));

    /// <summary>The first iteration of each turn, which is not measured: the federation may have been halted before it.</summary>
    public IReadOnlyList<int> Starts => [.. Enumerable.Range(0, Turns).Select(turn => WarmUp + (turn * (1 + Measured)) + 1)];

    /// <summary>The iterations of a turn that are measured.</summary>
    public IEnumerable<int> MeasuredIn(int turn) => Enumerable.Range(Starts[turn] + 1, Measured);

    /// <summary>All iterations that are measured.</summary>
    public IEnumerable<int> AllMeasured => Enumerable.Range(0, Turns).SelectMany(MeasuredIn);

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
