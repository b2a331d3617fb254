namespace FLChain.TrainerSdk.Data;

/// <summary>
/// Turns tables into data sets: features scaled to [0, 1] by the smallest and largest value of the tables it was fitted
/// on (values beyond are cut to the ends), missing values replaced by the column's mean there, labels numbered in their
/// order (by value when all are numbers, else by text). Fit on training data alone. Immutable; safe for concurrent use.
/// </summary>
public sealed class CsvEncoding
{
    /// <summary>Most different labels.</summary>
    public const int MaxLabels = 1024;

    private readonly double[] smallest;
    private readonly double[] largest;
    private readonly double[] mean;
    private readonly Dictionary<string, int> labels;

    private CsvEncoding(double[] smallest, double[] largest, double[] mean, string[] labels)
    {
        this.smallest = smallest;
        this.largest = largest;
        this.mean = mean;
        Labels = labels;
        this.labels = labels.Select((label, number) => (label, number)).ToDictionary(pair => pair.label, pair => pair.number, StringComparer.Ordinal);
    }

    /// <summary>The labels; a label's number is its place.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>Learns ranges, means and labels.</summary>
    /// <param name="tables">At least one; all of the same width.</param>
    /// <exception cref="InvalidDataException">Widths that differ, or more than <see cref="MaxLabels"/> labels.</exception>
    public static CsvEncoding Fit(params IReadOnlyList<CsvTable> tables)
    {
        ArgumentNullException.ThrowIfNull(tables);
        if (tables.Count == 0)
            throw new ArgumentException("There is no table to fit on.", nameof(tables));
        int width = tables[0].FeatureNames.Count;
        if (tables.Any(table => table.FeatureNames.Count != width))
            throw new InvalidDataException("The tables have different numbers of features.");

        double[] smallest = new double[width];
        double[] largest = new double[width];
        double[] mean = new double[width];
        for (int column = 0; column < width; column++)
            (smallest[column], largest[column], mean[column]) = Summarize(tables, column);
        return new CsvEncoding(smallest, largest, mean, OrderLabels(tables.SelectMany(table => table.Labels)));
    }

    /// <summary>Encodes a table.</summary>
    /// <param name="table">As wide as the tables it was fitted on.</param>
    /// <exception cref="InvalidDataException">Another width, or a label that was not there; it is named.</exception>
    public Dataset Encode(CsvTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        int width = mean.Length;
        if (table.FeatureNames.Count != width)
            throw new InvalidDataException($"The table has {table.FeatureNames.Count} features where {width} are expected.");
        float[] features = new float[table.Count * width];
        int[] numbers = new int[table.Count];
        for (int row = 0; row < table.Count; row++)
        {
            ReadOnlySpan<double> values = table.Row(row);
            for (int column = 0; column < width; column++)
                features[(row * width) + column] = Scale(values[column], column);
            if (!labels.TryGetValue(table.Labels[row], out numbers[row]))
                throw new InvalidDataException($"Label '{table.Labels[row]}' of row {row} does not occur in the training data.");
        }
        return new Dataset(features, numbers, width, Labels.Count);
    }

    private float Scale(double value, int column)
    {
        double known = double.IsNaN(value) ? mean[column] : value;
        double range = largest[column] - smallest[column];
        // A column with one value, or none, says nothing.
        return range > 0 ? (float)Math.Clamp((known - smallest[column]) / range, 0, 1) : 0f;
    }

    private static (double Smallest, double Largest, double Mean) Summarize(IReadOnlyList<CsvTable> tables, int column)
    {
        double smallest = double.PositiveInfinity;
        double largest = double.NegativeInfinity;
        double sum = 0;
        long count = 0;
        foreach (CsvTable table in tables)
        {
            for (int row = 0; row < table.Count; row++)
            {
                double value = table.Row(row)[column];
                if (double.IsNaN(value))
                    continue;
                smallest = Math.Min(smallest, value);
                largest = Math.Max(largest, value);
                sum += value;
                count++;
            }
        }
        return count == 0 ? (0, 0, 0) : (smallest, largest, sum / count);
    }

    private static string[] OrderLabels(IEnumerable<string> labels)
    {
        string[] distinct = [.. labels.Distinct(StringComparer.Ordinal)];
        if (distinct.Length > MaxLabels)
            throw new InvalidDataException($"{distinct.Length} different labels; the most is {MaxLabels}. Is the label column the right one?");
        bool numbers = distinct.All(label => CsvReader.TryReadNumber(label, out _));
        Array.Sort(distinct, (left, right) => numbers ? CompareNumbers(left, right) : string.CompareOrdinal(left, right));
        return distinct;
    }

    private static int CompareNumbers(string left, string right)
    {
        CsvReader.TryReadNumber(left, out double a);
        CsvReader.TryReadNumber(right, out double b);
        int order = a.CompareTo(b);
        // "1" and "1.0" are two labels: their text decides.
        return order != 0 ? order : string.CompareOrdinal(left, right);
    }
}
