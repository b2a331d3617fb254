using FLChain.Benchmarks.Federations;
using FLChain.TrainerSdk.Data;
using FLChain.TrainerSdk.Models;
using FLChain.TrainerSdk.Progress;

namespace FLChain.Benchmarks;

/// <summary>
/// Whole iterations of a federation on the embedded peer, all trainers, the peer and the contracts on this machine:
/// local training, masking, proofs, every partner verifying, ledger, unmasking.
/// </summary>
internal static class IterationBenchmark
{
    // The first iterations build tables and compile code.
    private const int WarmUp = 3;

    private static readonly TrainingStep[] Steps =
        [TrainingStep.LocalTraining, TrainingStep.Masking, TrainingStep.Proving, TrainingStep.Verifying, TrainingStep.Aggregating, TrainingStep.Unmasking, TrainingStep.Ledger];

    public static async Task RunAsync(FigureTable figures, string name, IFederatedModel model, int trainers, int measured, string? masking, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("flchain-bench-").FullName;
        try
        {
            var plan = new FederationPlan
            {
                Directory = folder,
                Model = model,
                Shards = [.. Enumerable.Range(0, trainers).Select(place => Noise(model, place))],
                Iterations = WarmUp + measured,
                Masking = masking,
            };
            await using var federation = await PlayedFederation.StartAsync(plan, cancellationToken);
            await federation.TrainAsync(cancellationToken);
            var seconds = federation.Times.Seconds(WarmUp + 1);
            figures.Add($"iteration.{name}.n{trainers}.devpeer.seconds", Sampling.Percentile(seconds, 50), $"s, median of {seconds.Count}");
            figures.Add($"iteration.{name}.n{trainers}.devpeer.processor.seconds", Sampling.Percentile(federation.Times.ProcessorSeconds(WarmUp + 1), 50), "s of processor time of the whole process, median");
            foreach (var step in Steps)
                figures.Add($"iteration.{name}.n{trainers}.devpeer.{char.ToLowerInvariant(step.ToString()[0])}{step.ToString()[1..]}.seconds", federation.Times.MedianSeconds(step, WarmUp + 1), "s per trainer, median");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // What the numbers are does not matter here, only how many they are.
    private static Dataset Noise(IFederatedModel model, int place)
    {
        const int samples = 256;
        var random = new Random(place);
        var features = new float[samples * model.FeatureCount];
        for (var k = 0; k < features.Length; k++) features[k] = random.NextSingle();
        return new Dataset(features, [.. Enumerable.Range(0, samples).Select(k => k % model.LabelCount)], model.FeatureCount, model.LabelCount);
    }
}
