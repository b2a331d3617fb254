using System.Text;

namespace FLChain.Core.Ledger;

/// <summary>
/// Builds the composite keys of the world state, in Fabric's own form: U+0000, the type, U+0000, then each attribute
/// followed by U+0000. A type or attribute is 1 to 128 characters of printable ASCII, so that the order of keys is the
/// same in every database and no attribute can reach into the next.
/// </summary>
public static class LedgerKey
{
    private const char Separator = '\0';
    private const string AfterEverything = "\U0010FFFF";

    /// <summary>Longest type or attribute, in characters.</summary>
    public const int MaxAttributeLength = 128;

    /// <summary>The key of one entry.</summary>
    /// <exception cref="ArgumentException">A part is empty, too long, or has a character outside printable ASCII.</exception>
    public static string Create(string type, params ReadOnlySpan<string> attributes)
    {
        var key = new StringBuilder().Append(Separator).Append(Checked(type)).Append(Separator);
        foreach (var attribute in attributes) key.Append(Checked(attribute)).Append(Separator);
        return key.ToString();
    }

    /// <summary>The range of all keys that begin with these attributes.</summary>
    /// <exception cref="ArgumentException">As for <see cref="Create"/>.</exception>
    public static LedgerKeyRange Range(string type, params ReadOnlySpan<string> attributes)
    {
        var prefix = Create(type, attributes);
        return new LedgerKeyRange(prefix, prefix + AfterEverything);
    }

    /// <summary>A whole number as an attribute: ten digits, so that the order of keys is the order of numbers.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public static string Ordinal(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        return number.ToString("D10");
    }

    /// <summary>A time in Unix milliseconds as an attribute: fifteen digits.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is before 1970.</exception>
    public static string Time(long unixMilliseconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(unixMilliseconds);
        return unixMilliseconds.ToString("D15");
    }

    /// <summary>The attributes of a key made by <see cref="Create"/>, the type first.</summary>
    /// <exception cref="ArgumentException">The key is not a composite key.</exception>
    public static string[] Split(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.Length < 3 || key[0] != Separator || key[^1] != Separator)
            throw new ArgumentException("not a composite key", nameof(key));
        return key[1..^1].Split(Separator);
    }

    /// <summary>Whether the text can be a type or an attribute: 1 to <see cref="MaxAttributeLength"/> characters of printable ASCII.</summary>
    public static bool IsAttribute(string? text)
    {
        if (text is null || text.Length is 0 or > MaxAttributeLength) return false;
        foreach (var character in text)
            if (character is < ' ' or > '~')
                return false;
        return true;
    }

    private static string Checked(string part)
    {
        ArgumentException.ThrowIfNullOrEmpty(part);
        if (part.Length > MaxAttributeLength)
            throw new ArgumentException($"a key's attribute has at most {MaxAttributeLength} characters, not {part.Length}", nameof(part));
        foreach (var character in part)
            if (character is < ' ' or > '~')
                throw new ArgumentException("a key's attribute is printable ASCII", nameof(part));
        return part;
    }
}
