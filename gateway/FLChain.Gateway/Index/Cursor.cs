using System.Buffers.Text;
using System.Text.Json;

namespace FLChain.Gateway.Index;

/// <summary>Where a page of a list ended: the values by which its last item is sorted. Travels as text that callers hand back as it is.</summary>
internal static class Cursor
{
    private const int LongestText = 2_000;

    public static string Write(params string[] values) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(values));

    /// <summary>Reads a cursor of so many values; null stands for the first page. Never throws for hostile text.</summary>
    public static bool TryRead(string? text, int values, out string[]? cursor)
    {
        cursor = null;
        if (string.IsNullOrEmpty(text)) return true;
        if (text.Length > LongestText || !Base64Url.IsValid(text)) return false;
        try
        {
            cursor = JsonSerializer.Deserialize<string[]>(Base64Url.DecodeFromChars(text));
        }
        catch (JsonException)
        {
            return false;
        }

        return cursor?.Length == values && Array.TrueForAll(cursor, value => value is not null);
    }
}
