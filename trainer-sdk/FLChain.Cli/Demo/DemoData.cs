using FLChain.TrainerSdk.Data;

namespace FLChain.Cli.Demo;

/// <summary>What the demo trains on: one shard for each trainer, and a test set that none of them sees.</summary>
/// <param name="Name">For people and for the figures.</param>
/// <param name="IsGenerated">Whether the data was made for the demo.</param>
/// <param name="Train">All training samples together, which exist in one place only for the comparison.</param>
/// <param name="Shards">Each trainer's own.</param>
/// <param name="Test">Test samples.</param>
internal sealed record DemoData(string Name, bool IsGenerated, Dataset Train, IReadOnlyList<Dataset> Shards, Dataset Test)
{
    private const int GeneratedPerTrainer = 300;
    private const int GeneratedTest = 2_000;

    /// <exception cref="InvalidDataException">The files cannot be read; the message says which and why.</exception>
    public static DemoData Load(DemoOptions options)
    {
        if (options.Data is null)
            return Of("made digits (drawn, distorted, noisy)", true, SyntheticDigits.GenerateSplit(GeneratedPerTrainer * options.Trainers, 0, GeneratedTest, options.Seed), options);
        if (Directory.Exists(options.Data))
            return MnistFolder.Contains(options.Data)
                ? Of("MNIST", false, MnistFolder.Load(options.Data), options)
                : throw new InvalidDataException($"'{options.Data}' does not hold the four IDX files of MNIST");
        return Of(Path.GetFileName(options.Data), false, CsvDataset.Load(options.Data, new CsvOptions { LabelColumn = options.Label }, options.Seed), options);
    }

    private static DemoData Of(string name, bool isGenerated, DataSplit split, DemoOptions options)
    {
        if (split.Train.Count / options.Trainers < options.BatchSize)
            throw new InvalidDataException($"{name} gives each of {options.Trainers} trainers {split.Train.Count / options.Trainers} samples, fewer than one batch of {options.BatchSize}; see --batch");
        return new DemoData(name, isGenerated, split.Train, DatasetSplitter.Equal(split.Train, options.Trainers, options.Seed), split.Test);
    }
}
