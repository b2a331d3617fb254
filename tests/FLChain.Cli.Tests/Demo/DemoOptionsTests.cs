using FLChain.Cli.Demo;

namespace FLChain.Cli.Tests.Demo;

public sealed class DemoOptionsTests
{
    [Fact]
    public void Defect_OfTheDefaults_IsNone() => Assert.Null(new DemoOptions().Defect());

    [Theory]
    [InlineData(2, 2)]
    [InlineData(17, 3)]
    public void Defect_TrainersOutOfRange_NamesTheOption(int trainers, int threshold) =>
        Assert.StartsWith("--trainers", new DemoOptions { Trainers = trainers, Threshold = threshold }.Defect(), StringComparison.Ordinal);

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Defect_ThresholdOutOfRange_NamesTheOption(int threshold) =>
        Assert.StartsWith("--threshold", new DemoOptions { Threshold = threshold }.Defect(), StringComparison.Ordinal);

    [Fact]
    public void Defect_EachOtherOptionOutOfRange_NamesIt()
    {
        Assert.StartsWith("--iterations", new DemoOptions { Iterations = 0 }.Defect(), StringComparison.Ordinal);
        Assert.StartsWith("--model", new DemoOptions { Model = "forest" }.Defect(), StringComparison.Ordinal);
        Assert.StartsWith("--hidden", new DemoOptions { Hidden = 0 }.Defect(), StringComparison.Ordinal);
        Assert.StartsWith("--key-bits", new DemoOptions { KeyBits = 1024 }.Defect(), StringComparison.Ordinal);
        Assert.StartsWith("--batch", new DemoOptions { BatchSize = 0 }.Defect(), StringComparison.Ordinal);
        Assert.StartsWith("--seed", new DemoOptions { Seed = -1 }.Defect(), StringComparison.Ordinal);
        Assert.StartsWith("--fid", new DemoOptions { Fid = "No Slug" }.Defect(), StringComparison.Ordinal);
        Assert.StartsWith("--keep", new DemoOptions { Network = "a", Keep = "b" }.Defect(), StringComparison.Ordinal);
        Assert.StartsWith("--data", new DemoOptions { Data = "/nowhere/at/all" }.Defect(), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_MadeDigits_GivesEachTrainerItsOwnShardOfTheSameSizeAndTheSameEveryTime()
    {
        var first = DemoData.Load(new DemoOptions { Seed = 5 });
        var second = DemoData.Load(new DemoOptions { Seed = 5 });

        Assert.True(first.IsGenerated);
        Assert.Equal(4, first.Shards.Count);
        Assert.Single(first.Shards.Select(shard => shard.Count).Distinct());
        Assert.Equal(first.Train.Count, first.Shards.Sum(shard => shard.Count));
        Assert.Equal(first.Test.Features(0).ToArray(), second.Test.Features(0).ToArray());
    }

    [Fact]
    public void Load_FolderWithoutMnist_SaysWhatIsMissing()
    {
        var folder = Directory.CreateTempSubdirectory("flchain-test-").FullName;
        try
        {
            Assert.Contains("IDX", Assert.Throws<InvalidDataException>(() => DemoData.Load(new DemoOptions { Data = folder })).Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder);
        }
    }

    [Fact]
    public void Load_TooFewSamplesForABatch_SaysSo()
    {
        var message = Assert.Throws<InvalidDataException>(() => DemoData.Load(new DemoOptions { BatchSize = 5_000 })).Message;
        Assert.Contains("--batch", message, StringComparison.Ordinal);
    }
}
