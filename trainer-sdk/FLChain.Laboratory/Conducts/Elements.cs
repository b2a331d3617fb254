using System.Numerics;
using FLChain.Cryptography.Masking;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Laboratory.Conducts;

/// <summary>Where the residues mod n² stand in the payloads (docs/protocol.md, Encodings), and how a cheat replaces one.</summary>
internal static class Elements
{
    /// <summary>First share of a share vector.</summary>
    public const int OfShares = 14;

    /// <summary>First ciphertext of a masked vector.</summary>
    public static int OfMaskedVector(IMaskingScheme scheme) => HeaderOf(scheme) + 10;

    /// <summary>First ciphertext of an aggregate.</summary>
    public static int OfAggregate(IMaskingScheme scheme) => HeaderOf(scheme) + 78;

    /// <summary>A copy of the payload in which the residue at an offset is another one.</summary>
    public static byte[] Replace(ReadOnlySpan<byte> payload, int offset, ThresholdPublicKey key, Func<BigInteger, BigInteger> change)
    {
        var altered = payload.ToArray();
        var element = altered.AsSpan(offset, key.CiphertextBytes);
        var changed = change(new BigInteger(element, isUnsigned: true, isBigEndian: true));
        element.Clear();
        changed.TryWriteBytes(element[^changed.GetByteCount(isUnsigned: true)..], out _, isUnsigned: true, isBigEndian: true);
        return altered;
    }

    /// <summary>C·(1 + n) mod n²: a ciphertext of the plaintext plus one.</summary>
    public static BigInteger PlusOne(BigInteger ciphertext, ThresholdPublicKey key) => ciphertext * (1 + key.Modulus) % key.ModulusSquared;

    /// <summary>The share c², which has the form of one and is another's exponent.</summary>
    public static BigInteger Squared(BigInteger share, ThresholdPublicKey key)
    {
        var square = share * share % key.ModulusSquared;
        return BigInteger.Min(square, key.ModulusSquared - square);
    }

    // A hybrid payload begins with a header of its own, before the payload of its key's ciphertexts.
    private static int HeaderOf(IMaskingScheme scheme) => scheme is HybridMasking ? 10 : 0;
}
