namespace FLChain.TrainerSdk.Data;

/// <summary>How to read a table of samples.</summary>
public sealed record CsvOptions
{
    /// <summary>The label's column: its name in the header, or its number from 0. Default: the last column.</summary>
    public string? LabelColumn { get; init; }

    /// <summary>Columns that are no features, such as a row's id: names or numbers from 0. Default: none.</summary>
    public IReadOnlyList<string> IgnoredColumns { get; init; } = [];

    /// <summary>
    /// Whether the first row names the columns. Default: it does when one of its feature cells is neither a number nor
    /// missing.
    /// </summary>
    public bool? HasHeader { get; init; }
}
