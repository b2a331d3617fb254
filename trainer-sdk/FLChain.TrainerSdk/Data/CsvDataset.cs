namespace FLChain.TrainerSdk.Data;

/// <summary>A single CSV file as training, validation and test set.</summary>
public static class CsvDataset
{
    private const int TestDivisor = 6;
    private const int ValidationDivisor = 12;
    private const int MinRows = 12;

    /// <summary>
    /// Shuffles the rows by the seed, takes a sixth for testing and a twelfth for validation, and fits the encoding on
    /// the rest.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How to read it; null for the defaults.</param>
    /// <param name="seed">Any number.</param>
    /// <exception cref="InvalidDataException">
    /// Not such a table, fewer than 12 rows, or a label that the training rows do not have.
    /// </exception>
    public static DataSplit Load(string path, CsvOptions? options, long seed)
    {
        CsvTable table = CsvReader.Read(path, options);
        if (table.Count < MinRows)
            throw new InvalidDataException($"{path} has {table.Count} rows; at least {MinRows} are needed to split it.");
        int[] rows = [.. Enumerable.Range(0, table.Count)];
        new SeededRandom("FLChain CSV split v1", seed, 0).Shuffle<int>(rows);
        int test = table.Count / TestDivisor;
        int held = test + (table.Count / ValidationDivisor);
        CsvTable train = table.Subset(rows.AsSpan(held));
        CsvEncoding encoding = CsvEncoding.Fit(train);
        return new DataSplit(
            encoding.Encode(train),
            encoding.Encode(table.Subset(rows.AsSpan(test, held - test))),
            encoding.Encode(table.Subset(rows.AsSpan(0, test))));
    }
}
