using FLChain.TrainerSdk.Data;
using FLChain.TrainerSdk.Models;

namespace FLChain.TrainerSdk.Tests.Data;

public sealed class MnistFolderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("flchain-mnist-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Load_FourFilesOfMixedForms_SplitsAsThePaper()
    {
        Write("train-images-idx3-ubyte", Images(24, 4));
        Write("train-labels.idx1-ubyte", Labels(24));
        Write("t10k-images-idx3-ubyte.gz", IdxReaderTests.Gzip(Images(5, 4)));
        Assert.False(MnistFolder.Contains(folder));
        var error = Assert.Throws<FileNotFoundException>(() => MnistFolder.Load(folder));
        Assert.Contains("t10k-labels-idx1-ubyte", error.Message, StringComparison.Ordinal);
        Write("t10k-labels.idx1-ubyte.gz", IdxReaderTests.Gzip(Labels(5)));

        Assert.True(MnistFolder.Contains(folder));
        DataSplit split = MnistFolder.Load(folder);
        Assert.Equal((22, 2, 5), (split.Train.Count, split.Validation.Count, split.Test.Count));
        Assert.Equal(0f, split.Validation.Features(0)[0]);
        Assert.Equal(2 / 255f, split.Train.Features(0)[0]);
        Assert.Equal(2, split.Train.Label(0));
    }

    [Fact]
    public void Load_ImagesOfDifferentSizes_IsRefused()
    {
        Write("train-images-idx3-ubyte", Images(24, 4));
        Write("train-labels-idx1-ubyte", Labels(24));
        Write("t10k-images-idx3-ubyte", Images(5, 6));
        Write("t10k-labels-idx1-ubyte", Labels(5));

        Assert.Throws<InvalidDataException>(() => MnistFolder.Load(folder));
    }

    [Fact]
    public void Load_RealFiles_HasThePapersCountsAndTrainsBetterTogether()
    {
        DataSplit split = MnistFolder.Load(RepositoryRoot.RequireData("mnist"));
        Assert.Equal((55_000, 5_000, 10_000), (split.Train.Count, split.Validation.Count, split.Test.Count));
        Assert.Equal(784, split.Train.FeatureCount);
        // The training file begins 5 0 4 1 9, the test file 7 2 1 0 4.
        Assert.Equal([5, 0, 4, 1, 9], Enumerable.Range(0, 5).Select(split.Validation.Label));
        Assert.Equal([7, 2, 1, 0, 4], Enumerable.Range(0, 5).Select(split.Test.Label));

        var model = new SoftmaxRegression(784, 10);
        Dataset[] shards = DatasetSplitter.Equal(split.Train, 4, seed: 1);
        float[] initial = LocalTraining.InitialWeights(model, 1);
        double together = model.Accuracy(LocalTraining.RunTogether(model, shards, initial, 30, 64, 0.5, [1, 2, 3, 4]), split.Test);
        double best = shards.Select((shard, i) => model.Accuracy(LocalTraining.Run(model, shard, initial, 30, 64, 0.5, i + 1), split.Test)).Max();

        Assert.True(together >= 0.85, $"together {together}");
        Assert.True(together > best, $"together {together}, best alone {best}");
    }

    private static byte[] Images(int count, int pixels) =>
        [0, 0, 8, 3, 0, 0, 0, (byte)count, 0, 0, 0, 1, 0, 0, 0, (byte)pixels, .. Enumerable.Range(0, count * pixels).Select(i => (byte)(i / pixels))];

    private static byte[] Labels(int count) => [0, 0, 8, 1, 0, 0, 0, (byte)count, .. Enumerable.Range(0, count).Select(i => (byte)(i % 10))];

    private void Write(string name, byte[] content) => File.WriteAllBytes(Path.Combine(folder, name), content);
}
