using FLChain.TrainerSdk.Data;

namespace FLChain.TrainerSdk.Tests.Data;

/// <summary>Small random data sets for tests of models, samplers and splitters.</summary>
internal static class SampleData
{
    /// <summary>Uniform features and labels.</summary>
    public static Dataset Random(int count, int featureCount, int labelCount, int seed)
    {
        var random = new Random(seed);
        float[] features = [.. Enumerable.Range(0, count * featureCount).Select(_ => random.NextSingle())];
        int[] labels = [.. Enumerable.Range(0, count).Select(_ => random.Next(labelCount))];
        return new Dataset(features, labels, featureCount, labelCount);
    }

    /// <summary>Samples whose only feature is their index over the count; the label is the index modulo the labels.</summary>
    public static Dataset Numbered(int count, int labelCount = 2) => new(
        [.. Enumerable.Range(0, count).Select(i => i / (float)count)],
        [.. Enumerable.Range(0, count).Select(i => i % labelCount)],
        1,
        labelCount);

    /// <summary>The index of a sample of <see cref="Numbered"/>.</summary>
    public static int IndexOf(float feature, int count) => (int)MathF.Round(feature * count);
}
