using FLChain.Core.Encoding;
using FLChain.Core.Ledger;

namespace FLChain.Cli.Audit;

/// <summary>Reads keys and records that may be anything.</summary>
internal static class LedgerKeys
{
    /// <summary>The attributes of a composite key, its type first; empty for any other key.</summary>
    public static string[] TrySplit(string key)
    {
        try
        {
            return LedgerKey.Split(key);
        }
        catch (ArgumentException)
        {
            return [];
        }
    }

    /// <summary>The record, or null where the bytes are none.</summary>
    public static T? TryDecode<T>(ReadOnlySpan<byte> bytes)
        where T : class
    {
        try
        {
            return CanonicalJson.Decode<T>(bytes);
        }
        catch (CanonicalFormatException)
        {
            return null;
        }
    }
}
