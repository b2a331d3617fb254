using FLChain.TrainerSdk.Data;

namespace FLChain.TrainerSdk.Tests.Data;

public sealed class BatchSamplerTests
{
    private const int Count = 50;
    private static readonly Dataset Data = SampleData.Numbered(Count);

    [Fact]
    public void At_OneEpoch_TakesEachSampleOnceAtMost()
    {
        var sampler = new BatchSampler(Data, 8, seed: 1);
        int[] taken = [.. Enumerable.Range(0, sampler.BatchesPerEpoch).SelectMany(step => Indices(sampler.At(step)))];

        Assert.Equal(6, sampler.BatchesPerEpoch);
        Assert.Equal(48, taken.Length);
        Assert.Equal(48, taken.Distinct().Count());
        Assert.NotEqual(taken.Order(), taken);
    }

    [Fact]
    public void At_AnyStepInAnyOrder_DependsOnSeedAndStepAlone()
    {
        var forward = new BatchSampler(Data, 8, seed: 9);
        int[][] batches = [.. Enumerable.Range(0, 40).Select(step => Indices(forward.At(step)))];
        var resumed = new BatchSampler(Data, 8, seed: 9);
        for (int step = 39; step >= 0; step--)
            Assert.Equal(batches[step], Indices(resumed.At(step)));

        Assert.NotEqual(batches[0], batches[6]);
        Assert.NotEqual(batches[0], Indices(new BatchSampler(Data, 8, seed: 10).At(0)));
        Assert.Equal(8, Indices(resumed.At(long.MaxValue)).Length);
    }

    [Fact]
    public void At_DataSmallerThanTheBatch_TakesItWhole()
    {
        var sampler = new BatchSampler(SampleData.Numbered(5), 64, seed: 1);

        Assert.Equal(5, sampler.BatchSize);
        Assert.Equal(1, sampler.BatchesPerEpoch);
        Assert.Equal(5, sampler.At(3).Count);
    }

    [Fact]
    public void Sampler_InvalidArguments_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => new BatchSampler(Data.Slice(0, 0), 8, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchSampler(Data, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchSampler(Data, 8, 1).At(-1));
    }

    private static int[] Indices(Batch batch) =>
        [.. batch.Features.ToArray().Select(feature => SampleData.IndexOf(feature, Count))];
}
