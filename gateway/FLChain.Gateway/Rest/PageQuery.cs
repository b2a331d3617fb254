using Microsoft.AspNetCore.Mvc;

namespace FLChain.Gateway.Rest;

/// <summary>Which part of a list is wanted: <c>limit</c> and <c>cursor</c> of the query.</summary>
internal sealed class PageQuery
{
    /// <summary>Largest page.</summary>
    public const int MaxLimit = 200;

    private const int DefaultLimit = 50;

    [FromQuery(Name = "limit")]
    public int? Limit { get; init; }

    [FromQuery(Name = "cursor")]
    public string? Cursor { get; init; }

    /// <summary>Most items of the page.</summary>
    /// <exception cref="ProblemException">The query asks for more than may be, or for none.</exception>
    public int Most => Limit switch
    {
        null => DefaultLimit,
        >= 1 and <= MaxLimit => Limit.Value,
        _ => throw Problem.BadRequest($"limit is 1 to {MaxLimit}"),
    };

    /// <summary>Where the page before ended, as so many values; null for the first page.</summary>
    /// <exception cref="ProblemException">The query's cursor is none of such a list.</exception>
    public string[]? After(int values) => Index.Cursor.TryRead(Cursor, values, out var cursor) ? cursor : throw Parameters.BadCursor;

    /// <summary>A page of a list that is read with one item more than the page has.</summary>
    /// <param name="read">Reads so many items.</param>
    /// <param name="cursor">The cursor behind an item.</param>
    public ListOf<T> Cut<T>(Func<int, IReadOnlyList<T>> read, Func<T, string> cursor)
    {
        var items = read(Most + 1);
        return new ListOf<T>([.. items.Take(Most)], items.Count > Most ? cursor(items[Most - 1]) : null);
    }

    /// <summary>A page of the records under the keys of a range, in their order.</summary>
    public ListOf<Recorded<T>> Range<T>(IndexSession session, LedgerKeyRange range, bool descending = false)
    {
        var after = After(1) is { } values ? KeyIn(values[0], range) : null;
        var page = Cut(most => session.List<T>(range, after, most, descending), item => Index.Cursor.Write(item.Key));
        return new ListOf<Recorded<T>>([.. page.Items.Select(item => item.Record)], page.Next);
    }

    /// <summary>A page of the versions of a record, the newest first.</summary>
    public ListOf<Recorded<T>> Versions<T>(IndexSession session, string key) => Placed(Place(), (before, most) => session.History<T>(key, before, most));

    /// <summary>A page of the versions of all records of a range, the newest first.</summary>
    public ListOf<Recorded<T>> Versions<T>(IndexSession session, LedgerKeyRange range) => Placed(Place(), (before, most) => session.HistoryOfRange<T>(range, before, most));

    private ListOf<Recorded<T>> Placed<T>((long Block, int Position)? before, Func<(long Block, int Position)?, int, IReadOnlyList<Recorded<T>>> read) =>
        Cut(most => read(before, most), record => Index.Cursor.Write(Parameters.Text(record.Block), Parameters.Text(record.Position)));

    private (long Block, int Position)? Place() => After(2) is { } values ? (Parameters.Number(values[0]), Parameters.Ordinal(values[1])) : null;

    private static string KeyIn(string key, LedgerKeyRange range) =>
        string.CompareOrdinal(key, range.Start) >= 0 && string.CompareOrdinal(key, range.End) < 0 ? key : throw Parameters.BadCursor;
}
