using FLChain.TrainerSdk.Data;

namespace FLChain.TrainerSdk.Tests.Data;

public sealed class DatasetTests
{
    private static readonly Dataset Data = new([0f, 0.1f, 0.2f, 0.3f, 0.4f, 0.5f], [2, 0, 1], 2, 3);

    [Fact]
    public void Subset_OfASubset_StillPointsAtTheRightRows()
    {
        Dataset subset = Data.Subset([2, 0, 2]).Subset([0, 1]);

        Assert.Equal(2, subset.Count);
        Assert.Equal([0.4f, 0.5f], subset.Features(0).ToArray());
        Assert.Equal(1, subset.Label(0));
        Assert.Equal([0f, 0.1f], subset.Features(1).ToArray());
        Assert.Equal(2, subset.Label(1));
        Assert.Equal(3, subset.LabelCount);
    }

    [Fact]
    public void Slice_RunOfSamples_IsThoseSamples()
    {
        Dataset slice = Data.Slice(1, 2);

        Assert.Equal([0, 1], [slice.Label(0), slice.Label(1)]);
        Assert.Equal(0, Data.Slice(3, 0).Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => Data.Slice(2, 2));
        Assert.Throws<IndexOutOfRangeException>(() => Data.Subset([3]));
    }

    [Fact]
    public void Batch_OfIndices_LaysRowsTogether()
    {
        var batch = new Batch(Data, [2, 1]);

        Assert.Equal([0.4f, 0.5f, 0.2f, 0.3f], batch.Features.ToArray());
        Assert.Equal([1, 0], batch.Labels.ToArray());
        Assert.Throws<ArgumentException>(() => new Batch(Data, []));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(-0.01f)]
    [InlineData(1.01f)]
    [InlineData(float.PositiveInfinity)]
    public void Constructor_FeatureOutOfRange_IsRefusedByPlace(float bad)
    {
        var error = Assert.Throws<ArgumentException>(() => new Dataset([0f, 0f, 0f, bad], [0, 0], 2, 1));
        Assert.Contains("Feature 1 of row 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_LabelsOrLengthsThatDoNotFit_AreRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => new Dataset([0f, 0f], [0, 3], 1, 3));
        Assert.Contains("row 1", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Dataset([0f, 0f], [0, -1], 1, 3));
        Assert.Throws<ArgumentException>(() => new Dataset([0f, 0f, 0f], [0, 0], 2, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Dataset([], [], 0, 3));
    }
}
