using System.Globalization;
using System.Text.Json;

namespace FLChain.Gateway.Index;

/// <summary>
/// A table by which records of one kind are filtered, searched and sorted; the records themselves are read from the state.
/// Values of <typeparamref name="TSort"/> are named as the columns.
/// </summary>
/// <param name="name">The table; one that can be searched has a <c>row</c> and a full-text table beside it, with <c>_search</c> after its name.</param>
/// <param name="id">The column that tells records apart, by which those are sorted that are otherwise equal.</param>
/// <param name="key">The ledger key of an id.</param>
/// <param name="texts">Values to sort by that are text; the others are whole numbers.</param>
internal sealed class RecordTable<TRecord, TSort>(string name, string id, Func<string, string> key, params IReadOnlyList<TSort> texts)
    where TSort : struct, Enum
{
    /// <summary>Whether a page of a list that is sorted so can end there.</summary>
    public bool IsCursor(string[]? cursor, TSort sort) =>
        cursor is null || (cursor.Length == 2 && (texts.Contains(sort) || long.TryParse(cursor[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)));

    /// <summary>One page.</summary>
    /// <param name="session">Session.</param>
    /// <param name="conditions">What the records have in common.</param>
    /// <param name="sort">What they are sorted by.</param>
    /// <param name="descending">From the last to the first.</param>
    /// <param name="limit">Most of them, 1 or more.</param>
    /// <param name="after">Where the page before ended, for which <see cref="IsCursor"/> holds; null for the first page.</param>
    public Slice<Recorded<TRecord>> Page(IndexSession session, Conditions conditions, TSort sort, bool descending, int limit, string[]? after)
    {
        var column = JsonNamingPolicy.SnakeCaseLower.ConvertName(sort.ToString());
        if (after is not null) conditions.AddAfter(column, id, descending, ValueIn(after[0], sort), after[1]);
        var order = descending ? "DESC" : "ASC";
        var sql = $"SELECT {id}, {column} FROM {name}{conditions.Where} ORDER BY {column} {order}, {id} {order} LIMIT {conditions.Parameter(limit + 1)}";
        var found = new List<(string Id, string Value)>();
        using (var rows = session.Query(sql, conditions.Values))
            while (rows.Read())
                found.Add((rows.GetString(0), Convert.ToString(rows.GetValue(1), CultureInfo.InvariantCulture)!));

        var records = found.Take(limit).Select(row => session.Find<TRecord>(key(row.Id))!).ToList();
        return new Slice<Recorded<TRecord>>(records, found.Count > limit ? Cursor.Write(found[limit - 1].Value, found[limit - 1].Id) : null);
    }

    /// <summary>Adds that the record has, for each word of the text, a word that begins so.</summary>
    public Conditions Search(Conditions conditions, string? text) =>
        Words(text) is { Length: > 0 } words ? conditions.Add($"row IN (SELECT rowid FROM {name}_search WHERE {name}_search MATCH ?)", words) : conditions;

    // In quotation marks nothing is an operator of the query language.
    private static string Words(string? text) =>
        string.Join(' ', (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word => $"\"{word.Replace("\"", "\"\"", StringComparison.Ordinal)}\"*"));

    private object ValueIn(string text, TSort sort) => texts.Contains(sort) ? text : long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
}
