using FLChain.TrainerSdk.Data;
using FLChain.TrainerSdk.Models;

namespace FLChain.Benchmarks.Paper;

/// <summary>The paper's data set and the model that is trained on it.</summary>
/// <param name="Name">For people.</param>
/// <param name="Split">55,000, 5,000 and 10,000 samples for MNIST.</param>
/// <param name="Model">The shape.</param>
internal sealed record PaperData(string Name, DataSplit Split, IFederatedModel Model)
{
    private const int MadePerTrainer = 100;

    public static PaperData Load(PaperOptions options)
    {
        var split = options.Data is { } folder
            ? MnistFolder.Load(folder)
            : SyntheticDigits.GenerateSplit(MadePerTrainer * options.Trainers.Max(), MadePerTrainer, MadePerTrainer, 1);
        return new PaperData(options.Data is null ? "made digits" : "MNIST", split, new MultilayerPerceptron(split.Train.FeatureCount, options.Hidden, split.Train.LabelCount));
    }

    /// <summary>Equal parts of the training samples: 13,750 for 4 trainers, 5,500 for 10.</summary>
    public Dataset[] Shards(int trainers, long seed) => DatasetSplitter.Equal(Split.Train, trainers, seed);

    public Accuracy Judge(ReadOnlySpan<float> weights) => new(Model.Accuracy(weights, Split.Validation), Model.Accuracy(weights, Split.Test));
}
