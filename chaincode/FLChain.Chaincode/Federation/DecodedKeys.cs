using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Chaincode.Federation;

/// <summary>
/// Keys that this process has decoded lately. Decoding is a pure function of the bytes, so remembering its result
/// changes no answer; it saves each transaction the derivation of the key's bases and tables.
/// </summary>
internal static class DecodedKeys
{
    private const int MaxKeys = 32;
    private static readonly ConcurrentDictionary<string, ThresholdPublicKey> Known = new(StringComparer.Ordinal);

    public static bool TryRead(byte[] encoded, KeySizePolicy sizes, [NotNullWhen(true)] out ThresholdPublicKey? key)
    {
        var name = $"{sizes}/{Naming.Digest(encoded)}";
        if (Known.TryGetValue(name, out key)) return true;
        if (!ThresholdPublicKey.TryDecode(encoded, sizes, out key)) return false;
        if (Known.Count >= MaxKeys) Known.Clear();
        Known[name] = key;
        return true;
    }
}
