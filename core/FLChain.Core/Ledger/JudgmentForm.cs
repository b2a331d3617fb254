using FLChain.Core.Encoding;
using FLChain.Core.Records;

namespace FLChain.Core.Ledger;

/// <summary>The bytes of a judgment that judges sign.</summary>
public static class JudgmentForm
{
    /// <summary>
    /// UTF-8 of <c>FLChain/judgment/v1/{channel}</c>, one zero byte, then the canonical encoding of the judgment: a
    /// signature holds for one accusation on one channel, and for nothing else that the key signs.
    /// </summary>
    public static byte[] Encode(string channel, Judgment judgment)
    {
        ArgumentException.ThrowIfNullOrEmpty(channel);
        return [.. System.Text.Encoding.UTF8.GetBytes($"FLChain/judgment/v1/{channel}"), 0, .. CanonicalJson.Encode(judgment)];
    }

    /// <summary>SHA-512 of a claim's UTF-8, hex: what a judgment names as the claim that it judged.</summary>
    public static string ClaimDigest(string claim) => Naming.Digest(System.Text.Encoding.UTF8.GetBytes(claim));
}
