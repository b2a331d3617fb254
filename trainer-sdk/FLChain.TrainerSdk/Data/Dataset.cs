namespace FLChain.TrainerSdk.Data;

/// <summary>
/// Labelled samples: each a row of <see cref="FeatureCount"/> features in [0, 1] and a label in
/// 0 … <see cref="LabelCount"/> − 1. Subsets share the features with the whole, so that splitting copies no data.
/// Immutable (the features handed to the constructor must not change); safe for concurrent use.
/// </summary>
public sealed class Dataset
{
    private readonly float[] features;
    private readonly int[] rows;
    private readonly int[] labels;

    /// <summary>Wraps features and labels.</summary>
    /// <param name="features">Row-major, finite, within [0, 1]; kept, not copied.</param>
    /// <param name="labels">One label for each row; kept, not copied.</param>
    /// <param name="featureCount">Features of a row, at least 1.</param>
    /// <param name="labelCount">Number of labels, at least 1.</param>
    /// <exception cref="ArgumentException">Lengths that do not fit, a feature or a label out of range; its place is named.</exception>
    public Dataset(float[] features, int[] labels, int featureCount, int labelCount)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentOutOfRangeException.ThrowIfLessThan(featureCount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(labelCount, 1);
        if (features.LongLength != (long)labels.Length * featureCount)
            throw new ArgumentException($"{labels.Length} rows of {featureCount} features are not {features.Length} values.", nameof(features));
        for (int i = 0; i < features.Length; i++)
        {
            // Written so that NaN fails too.
            if (!(features[i] >= 0f && features[i] <= 1f))
                throw new ArgumentException($"Feature {i % featureCount} of row {i / featureCount} is {features[i]}, outside 0 to 1.", nameof(features));
        }
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] < 0 || labels[i] >= labelCount)
                throw new ArgumentException($"Label {labels[i]} of row {i} is outside 0 to {labelCount - 1}.", nameof(labels));
        }
        this.features = features;
        this.labels = labels;
        rows = [.. Enumerable.Range(0, labels.Length)];
        FeatureCount = featureCount;
        LabelCount = labelCount;
    }

    private Dataset(Dataset whole, int[] rows)
    {
        features = whole.features;
        labels = whole.labels;
        this.rows = rows;
        FeatureCount = whole.FeatureCount;
        LabelCount = whole.LabelCount;
    }

    /// <summary>Number of samples.</summary>
    public int Count => rows.Length;

    /// <summary>Features of a sample.</summary>
    public int FeatureCount { get; }

    /// <summary>Number of labels that samples may have.</summary>
    public int LabelCount { get; }

    /// <summary>The features of one sample.</summary>
    /// <param name="index">0 … <see cref="Count"/> − 1.</param>
    public ReadOnlySpan<float> Features(int index) => features.AsSpan(rows[index] * FeatureCount, FeatureCount);

    /// <summary>The label of one sample.</summary>
    /// <param name="index">0 … <see cref="Count"/> − 1.</param>
    public int Label(int index) => labels[rows[index]];

    /// <summary>The samples at these indices, in their order; an index may occur more than once.</summary>
    /// <param name="indices">Each 0 … <see cref="Count"/> − 1.</param>
    /// <exception cref="IndexOutOfRangeException">An index out of range.</exception>
    public Dataset Subset(ReadOnlySpan<int> indices)
    {
        int[] chosen = new int[indices.Length];
        for (int i = 0; i < chosen.Length; i++)
            chosen[i] = rows[indices[i]];
        return new Dataset(this, chosen);
    }

    /// <summary>A run of samples.</summary>
    /// <param name="start">Index of the first.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException">The run is not within the samples.</exception>
    public Dataset Slice(int start, int count) => new(this, rows.AsSpan(start, count).ToArray());
}
