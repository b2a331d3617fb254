using System.Numerics;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Laboratory.Conducts;

/// <summary>Where the residues mod n² stand in the payloads (docs/protocol.md, Encodings), and how a cheat replaces one.</summary>
internal static class Elements
{
    /// <summary>First ciphertext of a masked vector.</summary>
    public const int OfMaskedVector = 10;

    /// <summary>First ciphertext of an aggregate.</summary>
    public const int OfAggregate = 78;

    /// <summary>First share of a share vector.</summary>
    public const int OfShares = 14;

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
}
