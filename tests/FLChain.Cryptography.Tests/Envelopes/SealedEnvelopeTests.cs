using System.Security.Cryptography;
using FLChain.Cryptography.Envelopes;

namespace FLChain.Cryptography.Tests.Envelopes;

public sealed class SealedEnvelopeTests : IDisposable
{
    private static readonly byte[] Context = "flm-digits/delivery/buyer-7"u8.ToArray();
    private static readonly byte[] Message = "thirty-two bytes of a model key."u8.ToArray();
    private readonly EnvelopeKey recipient = EnvelopeKey.Generate();

    public void Dispose() => recipient.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(32)]
    [InlineData(100_000)]
    public void TryOpen_HonestEnvelope_ReturnsMessage(int length)
    {
        byte[] message = RandomNumberGenerator.GetBytes(length);
        byte[] envelope = SealedEnvelope.Seal(recipient.PublicKey, Context, message);

        Assert.True(recipient.TryOpen(Context, envelope, out byte[]? opened, out EnvelopeRejection rejection));
        Assert.Equal(message, opened);
        Assert.Equal(EnvelopeRejection.None, rejection);
        Assert.Equal(message.Length + SealedEnvelope.OverheadBytes, envelope.Length);
    }

    [Fact]
    public void Seal_SameMessageTwice_SharesNoByteRun()
    {
        byte[] first = SealedEnvelope.Seal(recipient.PublicKey, Context, Message);
        byte[] second = SealedEnvelope.Seal(recipient.PublicKey, Context, Message);

        Assert.NotEqual(first[1..66], second[1..66]);
        Assert.NotEqual(first[66..], second[66..]);
    }

    [Fact]
    public void TryOpen_AnySingleBitFlipped_IsRejected()
    {
        byte[] envelope = SealedEnvelope.Seal(recipient.PublicKey, Context, Message);
        for (int i = 0; i < envelope.Length; i++)
        {
            byte[] altered = (byte[])envelope.Clone();
            altered[i] ^= (byte)(1 << (i % 8));

            Assert.False(recipient.TryOpen(Context, altered, out byte[]? opened, out EnvelopeRejection rejection));
            Assert.Null(opened);
            Assert.Equal(i == 0 ? EnvelopeRejection.Version : i < 66 ? EnvelopeRejection.EphemeralPoint : EnvelopeRejection.Authentication, rejection);
        }
    }

    [Fact]
    public void TryOpen_NegatedEphemeralPoint_IsRejectedThoughItsSharedSecretIsTheSame()
    {
        byte[] envelope = SealedEnvelope.Seal(recipient.PublicKey, Context, Message);
        var prime = System.Numerics.BigInteger.Parse("115792089210356248762697446949407573530086143415290314195533631308867097853951");
        var y = new System.Numerics.BigInteger(envelope.AsSpan(34, 32), isUnsigned: true, isBigEndian: true);
        byte[] negated = (prime - y).ToByteArray(isUnsigned: true, isBigEndian: true);
        envelope.AsSpan(34, 32).Clear();
        negated.CopyTo(envelope.AsSpan(66 - negated.Length));

        Assert.False(recipient.TryOpen(Context, envelope, out _, out EnvelopeRejection rejection));
        Assert.Equal(EnvelopeRejection.Authentication, rejection);
    }

    [Fact]
    public void TryOpen_OtherContext_IsRejected()
    {
        byte[] envelope = SealedEnvelope.Seal(recipient.PublicKey, Context, Message);

        Assert.False(recipient.TryOpen([], envelope, out _, out _));
        Assert.False(recipient.TryOpen("flm-digits/delivery/buyer-8"u8, envelope, out _, out EnvelopeRejection rejection));
        Assert.Equal(EnvelopeRejection.Authentication, rejection);
    }

    [Fact]
    public void TryOpen_OtherRecipient_IsRejected()
    {
        using EnvelopeKey other = EnvelopeKey.Generate();
        byte[] envelope = SealedEnvelope.Seal(recipient.PublicKey, Context, Message);

        Assert.False(other.TryOpen(Context, envelope, out _, out EnvelopeRejection rejection));
        Assert.Equal(EnvelopeRejection.Authentication, rejection);
    }

    [Fact]
    public void TryOpen_EveryTruncation_IsRejected()
    {
        byte[] envelope = SealedEnvelope.Seal(recipient.PublicKey, Context, Message);
        for (int length = 0; length < envelope.Length; length++)
        {
            Assert.False(recipient.TryOpen(Context, envelope.AsSpan(0, length), out _, out EnvelopeRejection rejection));
            Assert.Equal(length < SealedEnvelope.OverheadBytes ? EnvelopeRejection.Length : EnvelopeRejection.Authentication, rejection);
        }
        Assert.False(recipient.TryOpen(Context, [.. envelope, 0], out _, out _));
    }

    [Fact]
    public void TryOpen_AboveLimit_IsRejectedByLength()
    {
        byte[] envelope = new byte[SealedEnvelope.OverheadBytes + SealedEnvelope.MaxPlaintextBytes + 1];

        Assert.False(recipient.TryOpen(Context, envelope, out _, out EnvelopeRejection rejection));
        Assert.Equal(EnvelopeRejection.Length, rejection);
    }

    [Theory]
    [InlineData("0x04 zero", "04")]
    [InlineData("compressed form", "02")]
    [InlineData("hybrid form", "06")]
    public void TryOpen_PointThatIsNoUncompressedPoint_IsRejected(string name, string prefix)
    {
        Assert.NotEmpty(name);
        byte[] envelope = SealedEnvelope.Seal(recipient.PublicKey, Context, Message);
        envelope[1] = Convert.FromHexString(prefix)[0];
        if (prefix == "04")
            envelope.AsSpan(2, 64).Clear();

        Assert.False(recipient.TryOpen(Context, envelope, out _, out EnvelopeRejection rejection));
        Assert.Equal(EnvelopeRejection.EphemeralPoint, rejection);
    }

    [Fact]
    public void TryOpen_CoordinateNotReducedModuloThePrime_IsRejected()
    {
        // x = p + 5: the point with x = 5 is on the curve, but this is a second encoding of it.
        byte[] point = Convert.FromHexString(
            "04FFFFFFFF00000001000000000000000000000001000000000000000000000004" +
            "459243B9AA581806FE913BCE99817ADE11CA503C64D9A3C533415C083248FBCC");
        byte[] reduced = (byte[])point.Clone();
        reduced.AsSpan(1, 32).Clear();
        reduced[32] = 5;
        byte[] envelope = SealedEnvelope.Seal(recipient.PublicKey, Context, Message);

        point.CopyTo(envelope, 1);
        Assert.False(recipient.TryOpen(Context, envelope, out _, out EnvelopeRejection rejection));
        Assert.Equal(EnvelopeRejection.EphemeralPoint, rejection);

        reduced.CopyTo(envelope, 1);
        Assert.False(recipient.TryOpen(Context, envelope, out _, out rejection));
        Assert.Equal(EnvelopeRejection.Authentication, rejection);
    }

    [Fact]
    public void TryOpenWithRevealedKey_OwnersScalar_OpensAndBelongsToThePublicKey()
    {
        byte[] envelope = SealedEnvelope.Seal(recipient.PublicKey, Context, Message);
        byte[] scalar = recipient.ExportPrivateScalar();

        Assert.True(SealedEnvelope.TryOpenWithRevealedKey(scalar, Context, envelope, out byte[]? opened, out _));
        Assert.Equal(Message, opened);
        Assert.True(SealedEnvelope.TryPublicKeyOf(scalar, out byte[]? spki));
        Assert.Equal(recipient.PublicKey, spki);
    }

    [Theory]
    [InlineData("")]
    [InlineData("01")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551")]
    [InlineData("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF")]
    public void TryOpenWithRevealedKey_ScalarOutOfRange_IsRejected(string hex)
    {
        byte[] envelope = SealedEnvelope.Seal(recipient.PublicKey, Context, Message);

        Assert.False(SealedEnvelope.TryOpenWithRevealedKey(Convert.FromHexString(hex), Context, envelope, out _, out EnvelopeRejection rejection));
        Assert.Equal(EnvelopeRejection.PrivateKey, rejection);
        Assert.False(SealedEnvelope.TryPublicKeyOf(Convert.FromHexString(hex), out byte[]? spki));
        Assert.Null(spki);
    }

    [Fact]
    public void TryPublicKeyOf_PublishedVector_IsThePublishedPoint()
    {
        // NIST CAVP, KAS ECC CDH primitive, P-256, COUNT = 0: dIUT and QIUT.
        byte[] scalar = Convert.FromHexString("7D7DC5F71EB29DDAF80D6214632EEAE03D9058AF1FB6D22ED80BADB62BC1A534");

        Assert.True(SealedEnvelope.TryPublicKeyOf(scalar, out byte[]? spki));
        Assert.Equal(
            "EAD218590119E8876B29146FF89CA61770C4EDBBF97D38CE385ED281D8A6B230" +
            "28AF61281FD35E2FA7002523ACC85A429CB06EE6648325389F59EDFCE1405141",
            Convert.ToHexString(spki.AsSpan(27)));
    }

    [Fact]
    public void TryOpenWithRevealedKey_StoredEnvelope_StillOpens()
    {
        // Pins layout and derivation: an envelope of version 1, sealed by another implementation (Node.js crypto).
        byte[] scalar = Convert.FromHexString("7D7DC5F71EB29DDAF80D6214632EEAE03D9058AF1FB6D22ED80BADB62BC1A534");
        byte[] envelope = Convert.FromHexString(StoredEnvelope);

        Assert.True(SealedEnvelope.TryOpenWithRevealedKey(scalar, "fixed context"u8, envelope, out byte[]? opened, out _));
        Assert.Equal("fixed message"u8.ToArray(), opened);
    }

    [Fact]
    public void IsRecipientKey_OtherKeys_AreRefused()
    {
        using var p384 = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP384);
        byte[] good = recipient.PublicKey;
        byte[] offCurve = (byte[])good.Clone();
        offCurve[^1] ^= 1;

        Assert.True(SealedEnvelope.IsRecipientKey(good));
        Assert.False(SealedEnvelope.IsRecipientKey(p384.ExportSubjectPublicKeyInfo()));
        Assert.False(SealedEnvelope.IsRecipientKey(offCurve));
        Assert.False(SealedEnvelope.IsRecipientKey([.. good, 0]));
        Assert.False(SealedEnvelope.IsRecipientKey([]));
        Assert.Throws<ArgumentException>(() => SealedEnvelope.Seal(offCurve, Context, Message));
    }

    [Fact]
    public void TryOpen_KeyOfAnotherCurve_IsTheCallersMistake()
    {
        using var p384 = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP384);
        byte[] envelope = SealedEnvelope.Seal(recipient.PublicKey, Context, Message);

        Assert.Throws<ArgumentException>(() => SealedEnvelope.TryOpen(p384, Context, envelope, out _, out _));
    }

    [Fact]
    public void Seal_InputsAboveTheirLimits_AreRefused()
    {
        byte[] key = recipient.PublicKey;
        Assert.Throws<ArgumentException>(() => SealedEnvelope.Seal(key, new byte[SealedEnvelope.MaxContextBytes + 1], Message));
        Assert.Throws<ArgumentException>(() => SealedEnvelope.Seal(key, Context, new byte[SealedEnvelope.MaxPlaintextBytes + 1]));
    }

    private const string StoredEnvelope =
        "0104fc08c5e10de95e4f0997b9cd6595fb2d12c521a2b9d806323052762d90fda8860bc00f429d62f798f68291444a75" +
        "bf3ad522d9d1f8b22327b3612cec497888dcbf3515c03b2cf29274285c017e1e0e3f596347d321809d5dbae3fe500d";
}
