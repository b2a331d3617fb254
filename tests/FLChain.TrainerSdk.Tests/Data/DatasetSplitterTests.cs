using FLChain.TrainerSdk.Data;

namespace FLChain.TrainerSdk.Tests.Data;

public sealed class DatasetSplitterTests
{
    private const int Count = 1003;
    private static readonly Dataset Data = SampleData.Numbered(Count, labelCount: 10);

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(10)]
    public void Equal_AnyParts_ArePartitionsOfEqualSize(int parts)
    {
        Dataset[] dealt = DatasetSplitter.Equal(Data, parts, seed: 3);

        Assert.Equal(parts, dealt.Length);
        Assert.All(dealt, part => Assert.InRange(part.Count, Count / parts, (Count / parts) + 1));
        AssertPartition(dealt);
    }

    [Fact]
    public void Equal_OtherSeed_DealsOtherwise()
    {
        Assert.Equal(Indices(DatasetSplitter.Equal(Data, 4, 3)[0]), Indices(DatasetSplitter.Equal(Data, 4, 3)[0]));
        Assert.NotEqual(Indices(DatasetSplitter.Equal(Data, 4, 3)[0]), Indices(DatasetSplitter.Equal(Data, 4, 4)[0]));
    }

    [Theory]
    [InlineData(4, 1.0)]
    [InlineData(4, 0.6)]
    [InlineData(15, 0.9)]
    public void Skewed_AnyParts_IsAPartition(int parts, double skew) =>
        AssertPartition(DatasetSplitter.Skewed(Data, parts, skew, seed: 5));

    [Fact]
    public void Skewed_Fully_GivesEachLabelOneHome()
    {
        Dataset[] dealt = DatasetSplitter.Skewed(Data, 4, skew: 1, seed: 5);

        for (int label = 0; label < 10; label++)
            Assert.Single(dealt, part => Labels(part).Contains(label));
        // Ten labels over four parts: two or three each.
        Assert.All(dealt, part => Assert.InRange(Labels(part).Distinct().Count(), 2, 3));
    }

    [Fact]
    public void Skewed_MorePartsThanLabels_GivesEveryPartSamplesOfOneLabel()
    {
        Dataset[] dealt = DatasetSplitter.Skewed(Data, 15, skew: 1, seed: 5);

        Assert.All(dealt, part => Assert.Single(Labels(part).Distinct()));
    }

    [Fact]
    public void Skewed_InPart_LeavesEveryLabelEverywhereButUneven()
    {
        Dataset[] dealt = DatasetSplitter.Skewed(Data, 4, skew: 0.7, seed: 5);

        foreach (Dataset part in dealt)
        {
            int[] counts = [.. Enumerable.Range(0, 10).Select(label => Labels(part).Count(l => l == label))];
            Assert.True(counts.Min() is > 0 and < 20 && counts.Max() > 60, string.Join(' ', counts));
        }
    }

    [Fact]
    public void HoldOutFirst_TakesValidationFromTheFront()
    {
        DataSplit split = DatasetSplitter.HoldOutFirst(Data, 100, Data.Slice(0, 7));

        Assert.Equal(Enumerable.Range(0, 100), Indices(split.Validation));
        Assert.Equal(Enumerable.Range(100, Count - 100), Indices(split.Train));
        Assert.Equal(7, split.Test.Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => DatasetSplitter.HoldOutFirst(Data, Count + 1, Data));
    }

    [Fact]
    public void Splitter_InvalidArguments_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => DatasetSplitter.Equal(Data, 0, 1));
        Assert.Throws<ArgumentException>(() => DatasetSplitter.Equal(Data, Count + 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => DatasetSplitter.Skewed(Data, 2, 1.01, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => DatasetSplitter.Skewed(Data, 2, double.NaN, 1));
    }

    private static void AssertPartition(Dataset[] parts) =>
        Assert.Equal(Enumerable.Range(0, Count), parts.SelectMany(Indices).Order());

    private static IEnumerable<int> Indices(Dataset data) =>
        [.. Enumerable.Range(0, data.Count).Select(i => SampleData.IndexOf(data.Features(i)[0], Count))];

    private static IEnumerable<int> Labels(Dataset data) => Enumerable.Range(0, data.Count).Select(data.Label);
}
