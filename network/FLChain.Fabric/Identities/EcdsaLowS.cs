using System.Formats.Asn1;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;

namespace FLChain.Fabric.Identities;

/// <summary>
/// ECDSA signatures over P-256 in the one form that Fabric takes: DER, with <c>s ≤ n/2</c>. For each signature (r, s) the
/// pair (r, n − s) is valid too; allowing one of them only keeps a third party from altering signed bytes.
/// </summary>
public static class EcdsaLowS
{
    // n, the order of P-256's base point (FIPS 186-5, SP 800-186 section 3.2.1.3).
    private static readonly BigInteger Order = BigInteger.Parse(
        "0ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static readonly BigInteger HalfOrder = Order >> 1;

    /// <summary>Longest DER form of a P-256 signature in bytes.</summary>
    public const int MaxSignatureBytes = 72;

    /// <summary>True if the bytes are one DER signature with 0 &lt; r &lt; n and 0 &lt; s ≤ n/2. Never throws.</summary>
    public static bool IsLowS(ReadOnlySpan<byte> signature) => TryRead(signature, out _, out var s) && s <= HalfOrder;

    /// <summary>The same signature with the smaller of s and n − s.</summary>
    /// <exception cref="CryptographicException">The bytes are not a DER signature over P-256.</exception>
    public static byte[] Normalize(ReadOnlySpan<byte> signature)
    {
        if (!TryRead(signature, out var r, out var s))
            throw new CryptographicException("Not a DER signature over P-256.");
        return Write(r, s <= HalfOrder ? s : Order - s);
    }

    /// <summary>Checks a low-S signature over a digest. False for every defect of the signature; never throws for hostile bytes.</summary>
    /// <param name="publicKey">A P-256 key.</param>
    /// <param name="digest">SHA-256 of what was signed.</param>
    /// <param name="signature">DER.</param>
    public static bool Verify(ECDsa publicKey, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature)
    {
        ArgumentNullException.ThrowIfNull(publicKey);
        if (!IsLowS(signature))
            return false;
        try
        {
            return publicKey.VerifyHash(digest, signature, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static bool TryRead(ReadOnlySpan<byte> signature, out BigInteger r, out BigInteger s)
    {
        r = s = default;
        if (signature.Length > MaxSignatureBytes)
            return false;
        try
        {
            var outer = new AsnReader(signature.ToArray(), AsnEncodingRules.DER);
            var pair = outer.ReadSequence();
            outer.ThrowIfNotEmpty();
            r = pair.ReadInteger();
            s = pair.ReadInteger();
            pair.ThrowIfNotEmpty();
        }
        catch (AsnContentException)
        {
            return false;
        }
        return r.Sign > 0 && r < Order && s.Sign > 0 && s < Order;
    }

    private static byte[] Write(BigInteger r, BigInteger s)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(r);
            writer.WriteInteger(s);
        }
        return writer.Encode();
    }
}
