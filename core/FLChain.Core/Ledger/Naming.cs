using System.Security.Cryptography;

namespace FLChain.Core.Ledger;

/// <summary>Names of parties and models.</summary>
public static class Naming
{
    /// <summary>A party's id: lower-case hex SHA-256 of the DER SubjectPublicKeyInfo of its certificate, 64 characters. For a trainer it is the dpId.</summary>
    public static string PartyId(ReadOnlySpan<byte> subjectPublicKeyInfo) => Convert.ToHexStringLower(SHA256.HashData(subjectPublicKeyInfo));

    /// <summary>Whether the text is a party's id.</summary>
    public static bool IsPartyId(string? text) => IsLowerHex(text, 64);

    /// <summary>Whether the text is a model's id: a slug of 3 to 64 lower-case letters, digits and inner hyphens, a letter first.</summary>
    public static bool IsFid(string? text)
    {
        if (text is null || text.Length is < 3 or > 64 || text[0] is < 'a' or > 'z' || text[^1] == '-') return false;
        foreach (var character in text)
            if (character is not ((>= 'a' and <= 'z') or (>= '0' and <= '9') or '-'))
                return false;
        return true;
    }

    /// <summary>Whether the text is a transaction's id.</summary>
    public static bool IsTransactionId(string? text) => IsLowerHex(text, 64);

    /// <summary>Whether the text is a SHA-512 digest.</summary>
    public static bool IsDigest(string? text) => IsLowerHex(text, 128);

    /// <summary>Lower-case hex SHA-512, 128 characters: the digest of every payload and artifact.</summary>
    public static string Digest(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA512.HashData(bytes));

    private static bool IsLowerHex(string? text, int length)
    {
        if (text is null || text.Length != length) return false;
        foreach (var character in text)
            if (character is not ((>= '0' and <= '9') or (>= 'a' and <= 'f')))
                return false;
        return true;
    }
}
