namespace FLChain.Core.Errors;

/// <summary>A broken rule of the ledger: a stable code and words for people. Travels as <c>FL0104: text</c> in the message of a response.</summary>
public sealed record LedgerError(string Code, string Text)
{
    /// <summary>As it travels.</summary>
    public string Message => $"{Code}: {Text}";

    /// <summary>Finds the error in a message, which the peer and the gateway may have put words before; null when there is none.</summary>
    public static LedgerError? Find(string? message)
    {
        if (message is null) return null;
        for (var at = message.IndexOf("FL", StringComparison.Ordinal); at >= 0; at = message.IndexOf("FL", at + 1, StringComparison.Ordinal))
        {
            var rest = message.AsSpan(at);
            if (rest.Length >= 8 && IsDigits(rest[2..6]) && rest[6] == ':' && rest[7] == ' ')
                return new LedgerError(rest[..6].ToString(), rest[8..].ToString());
        }

        return null;
    }

    private static bool IsDigits(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
            if (!char.IsAsciiDigit(character))
                return false;
        return true;
    }
}
