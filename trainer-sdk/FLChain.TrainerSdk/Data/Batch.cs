namespace FLChain.TrainerSdk.Data;

/// <summary>The samples of one training step, laid together. Immutable; safe for concurrent use.</summary>
public sealed class Batch
{
    private readonly float[] features;
    private readonly int[] labels;

    /// <summary>Copies samples out of a data set.</summary>
    /// <param name="data">The data set.</param>
    /// <param name="indices">The samples, at least one.</param>
    /// <exception cref="ArgumentException">No sample.</exception>
    public Batch(Dataset data, ReadOnlySpan<int> indices)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (indices.IsEmpty)
            throw new ArgumentException("A batch has at least one sample.", nameof(indices));
        FeatureCount = data.FeatureCount;
        LabelCount = data.LabelCount;
        features = new float[indices.Length * FeatureCount];
        labels = new int[indices.Length];
        for (int i = 0; i < indices.Length; i++)
        {
            data.Features(indices[i]).CopyTo(features.AsSpan(i * FeatureCount));
            labels[i] = data.Label(indices[i]);
        }
    }

    /// <summary>Number of samples, at least 1.</summary>
    public int Count => labels.Length;

    /// <summary>Features of a sample.</summary>
    public int FeatureCount { get; }

    /// <summary>Number of labels that samples may have.</summary>
    public int LabelCount { get; }

    /// <summary>All features, row-major: <see cref="Count"/> × <see cref="FeatureCount"/>.</summary>
    public ReadOnlySpan<float> Features => features;

    /// <summary>All labels.</summary>
    public ReadOnlySpan<int> Labels => labels;
}
