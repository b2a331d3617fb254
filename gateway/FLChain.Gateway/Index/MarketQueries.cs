using System.Globalization;
using FLChain.Core.Ledger;
using FLChain.Core.Records;

namespace FLChain.Gateway.Index;

/// <summary>Lists of models and trainers, filtered and sorted by the index.</summary>
internal static class MarketQueries
{
    /// <summary>One page of models.</summary>
    public static Slice<Recorded<ModelRecord>> Models(this IndexSession session, ModelQuery query)
    {
        var column = query.Sort switch
        {
            ModelSort.Price => "price",
            ModelSort.Title => "title",
            ModelSort.Changed => "changed",
            _ => "published",
        };
        var conditions = new Conditions()
            .AddContains("search", query.Search)
            .Add("status = ?", (int?)query.Status)
            .Add("stage = ?", (int?)query.Stage)
            .Add("task = ?", query.Task)
            .Add("publisher = ?", query.Publisher)
            .AddAfter(column, "fid", query.Descending, After(query.After, query.Sort == ModelSort.Title), query.After?[1]);
        return Page<ModelRecord>(session, "models", "fid", column, conditions, query.Descending, query.Limit, Keys.Model);
    }

    /// <summary>One page of trainers.</summary>
    public static Slice<Recorded<TrainerRecord>> Trainers(this IndexSession session, TrainerQuery query)
    {
        var column = query.Sort == TrainerSort.Samples ? "samples" : "rely";
        var conditions = new Conditions()
            .AddContains("search", query.Search)
            .Add("msp = ?", query.Msp)
            .Add("status = ?", (int?)query.Status)
            .Add("available = ?", query.Available)
            .AddAfter(column, "dp_id", query.Descending, After(query.After, isText: false), query.After?[1]);
        return Page<TrainerRecord>(session, "trainers", "dp_id", column, conditions, query.Descending, query.Limit, Keys.Trainer);
    }

    /// <summary>Whether a cursor's first value is one that the list can be sorted by.</summary>
    public static bool IsCursor(string[]? cursor, bool isText) =>
        cursor is null || isText || long.TryParse(cursor[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);

    private static Slice<Recorded<T>> Page<T>(
        IndexSession session, string table, string id, string column, Conditions conditions, bool descending, int limit, Func<string, string> key)
    {
        var order = descending ? "DESC" : "ASC";
        var sql = $"SELECT {id}, {column} FROM {table}{conditions.Where} ORDER BY {column} {order}, {id} {order} LIMIT {conditions.Parameter(limit + 1)}";
        var found = new List<(string Id, string Value)>();
        using (var rows = session.Query(sql, conditions.Values))
            while (rows.Read())
                found.Add((rows.GetString(0), Convert.ToString(rows.GetValue(1), CultureInfo.InvariantCulture)!));

        var records = found.Take(limit).Select(row => session.Find<T>(key(row.Id))!).ToList();
        return new Slice<Recorded<T>>(records, found.Count > limit ? Cursor.Write(found[limit - 1].Value, found[limit - 1].Id) : null);
    }

    private static object? After(string[]? cursor, bool isText) =>
        cursor is null ? null : isText ? cursor[0] : long.Parse(cursor[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
}
