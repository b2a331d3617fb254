using FLChain.Core.Requests;

namespace FLChain.Cli.Audit;

/// <summary>Shows what came from a ledger, which may be anything, on one line of limited length.</summary>
internal static class Printable
{
    private const int Longest = 200;

    /// <summary>The text with control characters replaced; a key's separators become slashes.</summary>
    public static string Text(string text)
    {
        var shown = text.Length > Longest ? text[..Longest] + "…" : text;
        return string.Create(shown.Length, shown, static (target, source) =>
        {
            for (var i = 0; i < source.Length; i++)
                target[i] = source[i] == '\0' ? '/' : char.IsControl(source[i]) || char.IsSurrogate(source[i]) ? '?' : source[i];
        });
    }

    public static string Key(string key) => Text(key.Trim('\0'));

    public static string Hex(ReadOnlySpan<byte> bytes) => bytes.Length == 0 ? "nothing" : Convert.ToHexStringLower(bytes.Length > 64 ? bytes[..64] : bytes);

    /// <summary>A value: as text where it is short enough to be compared by eye, else by length and hash.</summary>
    public static string Value(ReadOnlySpan<byte> bytes) =>
        bytes.Length <= Longest
            ? Text(System.Text.Encoding.UTF8.GetString(bytes))
            : $"{bytes.Length} bytes, SHA-256 {Hex(System.Security.Cryptography.SHA256.HashData(bytes))}";

    public static string Payload(PayloadReference reference) => Text($"{reference.Phase}/{reference.Fid}/{reference.Iteration}/{reference.Author}");
}
