using System.Globalization;

namespace FLChain.Gateway.Rest;

/// <summary>Reads what comes in a path or a query, and refuses what it cannot be.</summary>
internal static class Parameters
{
    private const int LongestSearch = 200;

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

    /// <summary>Text to search for. Full-text search ends a text at a zero, in the middle of a quotation.</summary>
    public static string? Search(string? text)
    {
        if (text is null) return null;
        if (text.Length > LongestSearch) throw Problem.BadRequest($"search has at most {LongestSearch} characters");
        return text.Any(char.IsControl) ? throw Problem.BadRequest("search has no control characters") : text;
    }

    /// <summary>Where a page of a sorted list ended; null for the first page.</summary>
    public static string[]? After<TRecord, TSort>(RecordTable<TRecord, TSort> table, TSort sort, PageQuery page) where TSort : struct, Enum =>
        page.After(2) is var after && table.IsCursor(after, sort) ? after : throw BadCursor;

    /// <summary>A whole number of a cursor, 0 or more.</summary>
    public static long Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw BadCursor;

    /// <summary>A small whole number of a cursor, 0 or more.</summary>
    public static int Ordinal(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw BadCursor;

    /// <summary>A whole number as it stands in a cursor.</summary>
    public static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    public static string Fid(string fid) => Naming.IsFid(fid) ? fid : throw Problem.NotFound("that is not the id of a model");

    public static string PartyId(string id) => Naming.IsPartyId(id) ? id : throw Problem.NotFound("that is not the id of a party");

    public static string TransactionId(string id) => Naming.IsTransactionId(id) ? id : throw Problem.NotFound("that is not the id of a transaction");

    public static ProblemException BadCursor => Problem.BadRequest("that is no cursor of this list");
}
