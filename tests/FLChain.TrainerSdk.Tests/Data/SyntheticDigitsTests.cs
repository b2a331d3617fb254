using System.Security.Cryptography;
using FLChain.TrainerSdk.Data;
using FLChain.TrainerSdk.Models;

namespace FLChain.TrainerSdk.Tests.Data;

public sealed class SyntheticDigitsTests
{
    [Fact]
    public void Generate_SampleOfASeed_DoesNotDependOnTheCount()
    {
        Dataset few = SyntheticDigits.Generate(5, seed: 1);
        Dataset many = SyntheticDigits.Generate(40, seed: 1);
        Dataset other = SyntheticDigits.Generate(5, seed: 2);

        Assert.Equal((784, 10), (few.FeatureCount, few.LabelCount));
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(few.Label(i), many.Label(i));
            Assert.Equal(few.Features(i).ToArray(), many.Features(i).ToArray());
            Assert.NotEqual(few.Features(i).ToArray(), other.Features(i).ToArray());
        }
    }

    [Fact]
    public void Generate_FixedSeed_GivesTheRecordedPictures()
    {
        // Exact arithmetic throughout: other machines must draw the same pictures.
        Dataset data = SyntheticDigits.Generate(20, seed: 42);
        byte[] greys = [.. Enumerable.Range(0, 20).SelectMany(i => data.Features(i).ToArray()).Select(f => (byte)MathF.Round(f * 255))];

        Assert.Equal("1fdb50a5350871fb4060dd5341624ae5d71f34219a2dfbe8ea4abf3ff8bd0403", Convert.ToHexStringLower(SHA256.HashData(greys)));
    }

    [Fact]
    public void Generate_ManySamples_HasEveryDigitAboutEquallyOftenAndNoTwoAlike()
    {
        Dataset data = SyntheticDigits.Generate(1000, seed: 3);
        int[] counts = new int[10];
        var pictures = new HashSet<string>();
        for (int i = 0; i < data.Count; i++)
        {
            counts[data.Label(i)]++;
            float[] picture = data.Features(i).ToArray();
            pictures.Add(Convert.ToHexString(picture.Select(f => (byte)(f * 255)).ToArray()));
            // There is ink, and it is not everywhere.
            Assert.InRange(picture.Average(), 0.02f, 0.5f);
            Assert.True(picture.Max() > 0.4f);
        }

        Assert.All(counts, count => Assert.InRange(count, 60, 140));
        Assert.Equal(1000, pictures.Count);
    }

    [Fact]
    public void SmallDataSets_TrainedTogether_DoClearlyBetterThanTheBestAlone()
    {
        DataSplit split = SyntheticDigits.GenerateSplit(train: 600, validation: 0, test: 1000, seed: 7);
        var model = new SoftmaxRegression(784, 10);
        Dataset[] shards = DatasetSplitter.Equal(split.Train, 4, seed: 1);
        float[] initial = LocalTraining.InitialWeights(model, 1);
        double together = model.Accuracy(LocalTraining.RunTogether(model, shards, initial, 60, 32, 0.5, [1, 2, 3, 4]), split.Test);
        double best = shards.Select((shard, i) => model.Accuracy(LocalTraining.Run(model, shard, initial, 60, 32, 0.5, i + 1), split.Test)).Max();

        Assert.True(together >= 0.85, $"together {together}");
        Assert.True(together >= best + 0.04, $"together {together}, best alone {best}");
    }

    [Fact]
    public void GenerateSplit_Counts_AreDisjointRunsOfOneSeed()
    {
        DataSplit split = SyntheticDigits.GenerateSplit(3, 2, 4, seed: 1);
        Dataset all = SyntheticDigits.Generate(9, seed: 1);

        Assert.Equal((3, 2, 4), (split.Train.Count, split.Validation.Count, split.Test.Count));
        Assert.Equal(all.Features(3).ToArray(), split.Validation.Features(0).ToArray());
        Assert.Equal(all.Features(5).ToArray(), split.Test.Features(0).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => SyntheticDigits.Generate(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => SyntheticDigits.GenerateSplit(1, -1, 1, 1));
    }
}
