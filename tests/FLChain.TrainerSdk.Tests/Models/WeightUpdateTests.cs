using FLChain.TrainerSdk.Models;

namespace FLChain.TrainerSdk.Tests.Models;

public sealed class WeightUpdateTests
{
    [Fact]
    public void Apply_KnownNumbers_TakesTheMeanTimesTheRate()
    {
        float[] weights = [1f, -2f, 0f];
        WeightUpdate.Apply(weights, [4f, -8f, 0f], contributors: 4, learningRate: 0.5);

        Assert.Equal([0.5f, -1f, 0f], weights);
    }

    [Fact]
    public void Apply_ManyRandomValues_IsTheDoubleResultRoundedOnce()
    {
        var random = new Random(3);
        float[] weights = [.. Enumerable.Range(0, 1000).Select(_ => random.NextSingle() - 0.5f)];
        float[] sum = [.. Enumerable.Range(0, 1000).Select(_ => (random.NextSingle() - 0.5f) * 10)];
        float[] expected = [.. weights.Zip(sum, (w, s) => (float)(w - (0.37 * (s / 7.0))))];
        WeightUpdate.Apply(weights, sum, 7, 0.37);

        Assert.Equal(expected, weights);
    }

    [Fact]
    public void Apply_InvalidArguments_AreRefused()
    {
        float[] weights = [1f];
        Assert.Throws<ArgumentException>(() => WeightUpdate.Apply(weights, [1f, 2f], 1, 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => WeightUpdate.Apply(weights, [1f], 0, 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => WeightUpdate.Apply(weights, [1f], 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => WeightUpdate.Apply(weights, [1f], 1, double.NaN));
        Assert.Equal([1f], weights);
    }
}
