using System.Numerics;
using System.Security.Cryptography;
using FLChain.Cryptography.Envelopes;

namespace FLChain.Cryptography.Tests.Envelopes;

public sealed class EnvelopeOpeningTests : IDisposable
{
    private static readonly byte[] Context = "flm-digits/share/1"u8.ToArray();
    private static readonly byte[] Message = "what a dealer sealed"u8.ToArray();
    private readonly EnvelopeKey recipient = EnvelopeKey.Generate();

    public void Dispose() => recipient.Dispose();

    [Fact]
    public void TryOpen_HonestOpening_ShowsTheMessage()
    {
        for (int run = 0; run < 20; run++)
        {
            byte[] envelope = SealedEnvelope.Seal(recipient.PublicKey, Context, Message);
            byte[] opening = recipient.CreateOpening(envelope);

            Assert.Equal(EnvelopeOpening.Bytes, opening.Length);
            Assert.True(EnvelopeOpening.TryOpen(recipient.PublicKey, Context, envelope, opening, out byte[]? opened, out EnvelopeRejection rejection));
            Assert.Equal(Message, opened);
            Assert.Equal(EnvelopeRejection.None, rejection);
        }
    }

    [Fact]
    public void TryOpen_AnyByteOfTheOpeningChanged_ShowsNothing()
    {
        byte[] envelope = SealedEnvelope.Seal(recipient.PublicKey, Context, Message);
        byte[] opening = recipient.CreateOpening(envelope);
        for (int at = 0; at < opening.Length; at++)
        {
            byte[] changed = [.. opening];
            changed[at] ^= 1;
            Refuses(EnvelopeRejection.Opening, envelope, changed);
        }
        Refuses(EnvelopeRejection.Opening, envelope, []);
        Refuses(EnvelopeRejection.Opening, envelope, [.. opening, 0]);
        Refuses(EnvelopeRejection.Opening, envelope, new byte[EnvelopeOpening.Bytes]);
    }

    [Fact]
    public void TryOpen_OpeningOfAnotherEnvelopeOrRecipient_ShowsNothing()
    {
        using var other = EnvelopeKey.Generate();
        byte[] envelope = SealedEnvelope.Seal(recipient.PublicKey, Context, Message);
        Refuses(EnvelopeRejection.Opening, envelope, recipient.CreateOpening(SealedEnvelope.Seal(recipient.PublicKey, Context, Message)));
        Refuses(EnvelopeRejection.Opening, envelope, other.CreateOpening(envelope));
    }

    // The negated point has the same x-coordinate, from which alone the key derives: the proof has to fix the sign.
    [Fact]
    public void TryOpen_NegatedSharedPoint_ShowsNothing()
    {
        byte[] envelope = SealedEnvelope.Seal(recipient.PublicKey, Context, Message);
        byte[] opening = recipient.CreateOpening(envelope);
        BigInteger y = P256.Prime - P256.Coordinate(opening.AsSpan(33, 32));
        P256.Write(y, opening.AsSpan(33, 32));
        Refuses(EnvelopeRejection.Opening, envelope, opening);
    }

    [Fact]
    public void TryOpen_RightOpeningOfWhatHoldsNoMessage_BlamesTheSealer()
    {
        byte[] sealedElsewhere = SealedEnvelope.Seal(recipient.PublicKey, "another context"u8, Message);
        Refuses(EnvelopeRejection.Authentication, sealedElsewhere, recipient.CreateOpening(sealedElsewhere));

        byte[] altered = SealedEnvelope.Seal(recipient.PublicKey, Context, Message);
        altered[^1] ^= 1;
        Refuses(EnvelopeRejection.Authentication, altered, recipient.CreateOpening(altered));
    }

    [Fact]
    public void TryOpen_NoEnvelope_IsSeenWithoutAnOpening()
    {
        Refuses(EnvelopeRejection.Length, [1, 2, 3], []);
        byte[] noPoint = SealedEnvelope.Seal(recipient.PublicKey, Context, Message);
        noPoint[10] ^= 1;
        Refuses(EnvelopeRejection.EphemeralPoint, noPoint, []);
        Assert.Throws<ArgumentException>(() => recipient.CreateOpening(noPoint));
    }

    [Fact]
    public void Combine_AgreesWithTheLibrary()
    {
        for (int run = 0; run < 10; run++)
        {
            byte[] scalar = RandomNumberGenerator.GetBytes(32);
            scalar[0] &= 0x7f;
            using ECDiffieHellman key = P256.ImportScalar(scalar);
            BigInteger d = P256.Coordinate(scalar);
            Assert.Equal(P256.PointOf(key), CurvePoint.Combine(d, P256.Generator, 0, P256.Generator).Encode());
            BigInteger part = d / 3;
            Assert.Equal(P256.PointOf(key), CurvePoint.Combine(part, P256.Generator, d - part, P256.Generator).Encode());
        }
        Assert.True(CurvePoint.Combine(P256.Order, P256.Generator, 0, P256.Generator).IsInfinity);
        Assert.True(CurvePoint.Combine(1, P256.Generator, P256.Order - 1, P256.Generator).IsInfinity);
        Assert.Throws<InvalidOperationException>(() => CurvePoint.Infinity.Encode());
    }

    private void Refuses(EnvelopeRejection expected, byte[] envelope, byte[] opening)
    {
        Assert.False(EnvelopeOpening.TryOpen(recipient.PublicKey, Context, envelope, opening, out byte[]? opened, out EnvelopeRejection rejection));
        Assert.Equal(expected, rejection);
        Assert.Null(opened);
    }
}
