using System.Globalization;
using FLChain.Core.Ledger;
using FLChain.Gateway.Index;
using FLChain.Gateway.Problems;

namespace FLChain.Gateway.Rest;

/// <summary>Reads what comes in a path or a query, and refuses what it cannot be.</summary>
internal static class Parameters
{
    /// <summary>Largest page.</summary>
    public const int MaxLimit = 200;

    private const int DefaultLimit = 50;
    private const int LongestSearch = 200;

    public static int Limit(int? limit) => limit switch
    {
        null => DefaultLimit,
        >= 1 and <= MaxLimit => limit.Value,
        _ => throw Problem.BadRequest($"limit is 1 to {MaxLimit}"),
    };

    /// <summary>A value of an enumeration by its name in camel case; null where it is absent.</summary>
    public static T? Named<T>(string name, string? text) where T : struct, Enum
    {
        if (text is null) return null;
        foreach (var value in Enum.GetValues<T>())
            if (string.Equals(System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(value.ToString()), text, StringComparison.Ordinal))
                return value;
        var names = Enum.GetNames<T>().Select(System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName);
        throw Problem.BadRequest($"{name} is one of: {string.Join(", ", names)}");
    }

    /// <summary>What a list is sorted by: a name, with a minus before it for descending order.</summary>
    public static (T Sort, bool Descending) Sort<T>(string? text, T unless) where T : struct, Enum
    {
        if (text is null) return (unless, true);
        var descending = text.StartsWith('-');
        return (Named<T>("sort", descending ? text[1..] : text)!.Value, descending);
    }

    public static string? Search(string? text) =>
        text is null || text.Length <= LongestSearch ? text : throw Problem.BadRequest($"search has at most {LongestSearch} characters");

    /// <summary>A cursor of text and another text.</summary>
    public static string[]? Cursor(string? text, int values) =>
        Index.Cursor.TryRead(text, values, out var cursor) ? cursor : throw BadCursor;

    /// <summary>A cursor of two whole numbers, such as block and position.</summary>
    public static (long, int)? PlaceCursor(string? text)
    {
        if (Cursor(text, 2) is not { } values) return null;
        return long.TryParse(values[0], NumberStyles.None, CultureInfo.InvariantCulture, out var block)
            && int.TryParse(values[1], NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            ? (block, position)
            : throw BadCursor;
    }

    public static string Fid(string fid) => Naming.IsFid(fid) ? fid : throw Problem.NotFound("that is not the id of a model");

    public static string PartyId(string id) => Naming.IsPartyId(id) ? id : throw Problem.NotFound("that is not the id of a party");

    public static string TransactionId(string id) => Naming.IsTransactionId(id) ? id : throw Problem.NotFound("that is not the id of a transaction");

    public static ProblemException BadCursor => Problem.BadRequest("that is no cursor of this list");

    /// <summary>Cuts a list that was read with one item more than a page has.</summary>
    public static ListOf<T> Page<T>(IReadOnlyList<T> items, int limit, Func<T, string> cursor) =>
        new([.. items.Take(limit)], items.Count > limit ? cursor(items[limit - 1]) : null);

    /// <summary>The cursor behind a record's version.</summary>
    public static string After<T>(Recorded<T> record) =>
        Index.Cursor.Write(record.Block.ToString(CultureInfo.InvariantCulture), record.Position.ToString(CultureInfo.InvariantCulture));
}
