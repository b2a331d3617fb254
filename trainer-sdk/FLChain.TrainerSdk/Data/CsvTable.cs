namespace FLChain.TrainerSdk.Data;

/// <summary>A table of samples as it was read: numbers not yet scaled, labels not yet numbered.</summary>
public sealed class CsvTable
{
    private readonly double[] values;

    internal CsvTable(string[] featureNames, double[] values, string[] labels)
    {
        FeatureNames = featureNames;
        this.values = values;
        Labels = labels;
    }

    /// <summary>The features' names, from the header or <c>column N</c>.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>The label of each row, as it stands in the file.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>Number of rows.</summary>
    public int Count => Labels.Count;

    /// <summary>The features of one row; NaN where the value is missing.</summary>
    /// <param name="row">0 … <see cref="Count"/> − 1.</param>
    public ReadOnlySpan<double> Row(int row) => values.AsSpan(row * FeatureNames.Count, FeatureNames.Count);

    /// <summary>The rows at these indices, in their order.</summary>
    /// <param name="rows">Each 0 … <see cref="Count"/> − 1.</param>
    public CsvTable Subset(ReadOnlySpan<int> rows)
    {
        double[] chosen = new double[rows.Length * FeatureNames.Count];
        string[] labels = new string[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            Row(rows[i]).CopyTo(chosen.AsSpan(i * FeatureNames.Count));
            labels[i] = Labels[rows[i]];
        }
        return new CsvTable([.. FeatureNames], chosen, labels);
    }
}
