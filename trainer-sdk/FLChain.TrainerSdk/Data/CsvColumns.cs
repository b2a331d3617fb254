using System.Globalization;

namespace FLChain.TrainerSdk.Data;

/// <summary>Which column of a table is what, decided from its first row and the options.</summary>
internal sealed record CsvColumns(int Count, int Label, int[] Features, string[] FeatureNames, bool HasHeader)
{
    public static CsvColumns From(string[] first, CsvOptions options)
    {
        int label = options.LabelColumn is null ? first.Length - 1 : Find(first, options.LabelColumn);
        int[] ignored = [.. options.IgnoredColumns.Select(column => Find(first, column))];
        int[] features = [.. Enumerable.Range(0, first.Length).Where(column => column != label && !ignored.Contains(column))];
        if (features.Length == 0)
            throw new InvalidDataException("The table has no feature column.");
        bool named = options.LabelColumn is not null && !IsNumber(options.LabelColumn);
        bool header = options.HasHeader ?? (named || features.Any(column => IsWord(first[column])));
        string[] names = [.. features.Select(column => header ? first[column] : $"column {column}")];
        return new CsvColumns(first.Length, label, features, names, header);
    }

    private static int Find(string[] first, string column)
    {
        int found = IsNumber(column)
            ? int.Parse(column, NumberStyles.None, CultureInfo.InvariantCulture)
            : Array.IndexOf(first, column);
        if (found < 0 || found >= first.Length)
            throw new InvalidDataException($"There is no column '{column}' among {first.Length}.");
        return found;
    }

    private static bool IsNumber(string column) =>
        int.TryParse(column, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private static bool IsWord(string cell) => !CsvReader.IsMissing(cell) && !CsvReader.TryReadNumber(cell, out _);
}
