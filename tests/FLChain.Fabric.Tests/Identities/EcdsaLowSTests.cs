using System.Formats.Asn1;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using FLChain.Fabric.Identities;

namespace FLChain.Fabric.Tests.Identities;

public sealed class EcdsaLowSTests : IDisposable
{
    private static readonly BigInteger Order = BigInteger.Parse(
        "0ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _digest = SHA256.HashData("message"u8);

    [Fact]
    public void Sign_ManyTimes_AlwaysLowSAndValid()
    {
        using var signer = EcdsaP256Signer.FromPem(_key.ExportPkcs8PrivateKeyPem());
        for (var i = 0; i < 100; i++)
        {
            var signature = signer.Sign(_digest);
            Assert.True(EcdsaLowS.IsLowS(signature));
            Assert.True(EcdsaLowS.Verify(_key, _digest, signature));
        }
    }

    [Fact]
    public void Normalize_HighS_BecomesTheLowTwin()
    {
        var (r, s) = Read(Low());
        var high = Der(r, Order - s);
        Assert.True(_key.VerifyHash(_digest, high, DSASignatureFormat.Rfc3279DerSequence));
        Assert.False(EcdsaLowS.IsLowS(high));
        Assert.False(EcdsaLowS.Verify(_key, _digest, high));
        Assert.Equal(Der(r, s), EcdsaLowS.Normalize(high));
        Assert.Equal(Der(r, s), EcdsaLowS.Normalize(Der(r, s)));
    }

    [Fact]
    public void IsLowS_HalfOrderIsTheLastAllowed_AndZeroAndOrderAreNot()
    {
        Assert.True(EcdsaLowS.IsLowS(Der(1, Order >> 1)));
        Assert.False(EcdsaLowS.IsLowS(Der(1, (Order >> 1) + 1)));
        Assert.False(EcdsaLowS.IsLowS(Der(1, 0)));
        Assert.False(EcdsaLowS.IsLowS(Der(0, 1)));
        Assert.False(EcdsaLowS.IsLowS(Der(Order, 1)));
        Assert.False(EcdsaLowS.IsLowS(Der(1, -1)));
    }

    [Fact]
    public void Verify_AnyByteAltered_False()
    {
        var signature = Low();
        for (var i = 0; i < signature.Length; i++)
        {
            var altered = (byte[])signature.Clone();
            altered[i] ^= 1;
            Assert.False(EcdsaLowS.Verify(_key, _digest, altered), $"byte {i}");
        }
    }

    [Fact]
    public void Verify_NotOneStrictDerSignature_False()
    {
        var signature = Low();
        Assert.False(EcdsaLowS.Verify(_key, _digest, []));
        Assert.False(EcdsaLowS.Verify(_key, _digest, [.. signature, 0]));
        Assert.False(EcdsaLowS.Verify(_key, _digest, signature.AsSpan(0, signature.Length - 1)));
        // The length in long form, which is BER and not DER.
        Assert.False(EcdsaLowS.Verify(_key, _digest, [0x30, 0x81, .. signature.AsSpan(1)]));
        Assert.False(EcdsaLowS.Verify(_key, _digest, new byte[100_000]));
        Assert.Throws<CryptographicException>(() => EcdsaLowS.Normalize([1, 2, 3]));
    }

    [Fact]
    public void Signer_KeyOnAnotherCurveOrDigestOfWrongLength_Throws()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        Assert.Throws<ArgumentException>(() => new EcdsaP256Signer(other));
        using var signer = EcdsaP256Signer.FromPem(_key.ExportECPrivateKeyPem());
        Assert.Throws<ArgumentException>(() => signer.Sign(new byte[31]));
        Assert.Throws<ArgumentException>(() => EcdsaP256Signer.FromPem("no key"));
    }

    public void Dispose() => _key.Dispose();

    private byte[] Low() => EcdsaLowS.Normalize(_key.SignHash(_digest, DSASignatureFormat.Rfc3279DerSequence));

    private static (BigInteger R, BigInteger S) Read(byte[] signature)
    {
        var pair = new AsnReader(signature, AsnEncodingRules.DER).ReadSequence();
        return (pair.ReadInteger(), pair.ReadInteger());
    }

    private static byte[] Der(BigInteger r, BigInteger s)
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
