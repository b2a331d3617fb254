using System.Globalization;

namespace FLChain.TrainerSdk.Data;

/// <summary>
/// Reads comma-separated tables of numbers with one label column (RFC 4180, a cell within one line). An empty cell or
/// <c>?</c> is a missing value. Files of up to 256 MiB.
/// </summary>
public static class CsvReader
{
    /// <summary>Largest file, in bytes.</summary>
    public const long MaxFileBytes = 1 << 28;

    /// <summary>Most columns.</summary>
    public const int MaxColumns = 1 << 16;

    // Larger numbers would overflow in sums and ranges.
    private const double MaxMagnitude = 1e100;
    private const int MaxLineCharacters = 1 << 22;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file, UTF-8.</param>
    /// <param name="options">How to read it; null for the defaults.</param>
    /// <exception cref="InvalidDataException">Not such a table; the message names line and column.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static CsvTable Read(string path, CsvOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (new FileInfo(path) is { Exists: true, Length: > MaxFileBytes })
            throw new InvalidDataException($"{path} is larger than {MaxFileBytes} bytes.");
        using StreamReader reader = File.OpenText(path);
        try
        {
            return Read(reader, options);
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException($"{path}: {error.Message}", error);
        }
    }

    /// <summary>Reads a text to its end.</summary>
    /// <param name="reader">The text; stays open.</param>
    /// <param name="options">How to read it; null for the defaults.</param>
    /// <exception cref="InvalidDataException">Not such a table; the message names line and column.</exception>
    public static CsvTable Read(TextReader reader, CsvOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(reader);
        options ??= new CsvOptions();
        CsvColumns? columns = null;
        var values = new List<double>();
        var labels = new List<string>();
        int line = 0;
        while (reader.ReadLine() is { } text)
        {
            line++;
            if (string.IsNullOrWhiteSpace(text))
                continue;
            if (text.Length > MaxLineCharacters)
                throw new InvalidDataException($"Line {line} is longer than {MaxLineCharacters} characters.");
            string[] cells = SplitCells(text, line);
            if (columns is null)
            {
                columns = CsvColumns.From(cells, options);
                if (columns.HasHeader)
                    continue;
            }
            AddRow(cells, columns, line, values, labels);
        }
        if (columns is null || labels.Count == 0)
            throw new InvalidDataException("The table has no rows.");
        return new CsvTable(columns.FeatureNames, [.. values], [.. labels]);
    }

    internal static bool IsMissing(string cell) => cell.Length == 0 || cell == "?";

    internal static bool TryReadNumber(string cell, out double number) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out number)
        && Math.Abs(number) <= MaxMagnitude;

    private static void AddRow(string[] cells, CsvColumns columns, int line, List<double> values, List<string> labels)
    {
        if (cells.Length != columns.Count)
            throw new InvalidDataException($"Line {line} has {cells.Length} cells where {columns.Count} are expected.");
        foreach (int column in columns.Features)
        {
            if (IsMissing(cells[column]))
                values.Add(double.NaN);
            else if (TryReadNumber(cells[column], out double number))
                values.Add(number);
            else
                throw new InvalidDataException($"Line {line}, column {column}: '{Shorten(cells[column])}' is not a number up to ±{MaxMagnitude}.");
        }
        string label = cells[columns.Label];
        if (IsMissing(label))
            throw new InvalidDataException($"Line {line} has no label.");
        labels.Add(label);
    }

    private static string[] SplitCells(string text, int line)
    {
        if (!text.Contains('"', StringComparison.Ordinal))
        {
            string[] plain = text.Split(',', StringSplitOptions.TrimEntries);
            return plain.Length <= MaxColumns ? plain : throw TooWide(line);
        }
        var cells = new List<string>();
        int position = 0;
        do
        {
            cells.Add(TakeCell(text, ref position, line));
            if (cells.Count > MaxColumns)
                throw TooWide(line);
        }
        while (position <= text.Length);
        return [.. cells];
    }

    // Takes the cell at the position and leaves the position after its comma (beyond the end after the last cell).
    private static string TakeCell(string text, ref int position, int line)
    {
        int start = position;
        if (start == text.Length || text[start] != '"')
        {
            int comma = text.IndexOf(',', start);
            int end = comma < 0 ? text.Length : comma;
            position = end + 1;
            return text[start..end].Trim();
        }
        int quote = start + 1;
        while (true)
        {
            quote = text.IndexOf('"', quote);
            if (quote < 0)
                throw new InvalidDataException($"Line {line} has a quote that is not closed.");
            if (quote + 1 == text.Length || text[quote + 1] != '"')
                break;
            quote += 2;
        }
        if (quote + 1 < text.Length && text[quote + 1] != ',')
            throw new InvalidDataException($"Line {line} has text after a closing quote.");
        position = quote + 2;
        return text[(start + 1)..quote].Replace("\"\"", "\"", StringComparison.Ordinal);
    }

    private static InvalidDataException TooWide(int line) => new($"Line {line} has more than {MaxColumns} columns.");

    private static string Shorten(string cell) => cell.Length <= 40 ? cell : $"{cell[..40]}…";
}
