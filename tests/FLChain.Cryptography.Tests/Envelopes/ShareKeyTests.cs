using System.Security.Cryptography;
using FLChain.Cryptography.Envelopes;

namespace FLChain.Cryptography.Tests.Envelopes;

public sealed class ShareKeyTests : IDisposable
{
    private static readonly byte[] Context = "flm-digits/4/0/dp-a"u8.ToArray();
    private readonly GroupKey group = GroupKey.Generate();
    private readonly ShareKey key;

    public ShareKeyTests() => key = group.DeriveShareKey("flm-digits", 4, 0, "dp-a");

    public void Dispose()
    {
        key.Dispose();
        group.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(500_000)]
    public void TryOpen_HonestPayload_ReturnsPlaintext(int length)
    {
        byte[] plaintext = RandomNumberGenerator.GetBytes(length);
        byte[] payload = key.Seal(plaintext, Context);

        Assert.True(key.TryOpen(payload, Context, out byte[]? opened, out EnvelopeRejection rejection));
        Assert.Equal(plaintext, opened);
        Assert.Equal(EnvelopeRejection.None, rejection);
        Assert.Equal(length + ShareKey.OverheadBytes, payload.Length);
    }

    [Fact]
    public void TryOpen_ByAuditor_ReturnsPlaintext()
    {
        using AuditKey audit = group.DeriveAuditKey("flm-digits");
        using ShareKey auditors = audit.DeriveShareKey("flm-digits", 4, 0, "dp-a");

        Assert.True(auditors.TryOpen(key.Seal("share"u8, Context), Context, out byte[]? opened, out _));
        Assert.Equal("share"u8.ToArray(), opened);
    }

    [Fact]
    public void Seal_Again_UsesAnotherSaltAndKeyStream()
    {
        byte[] first = key.Seal(new byte[64], Context);
        byte[] second = key.Seal(new byte[64], Context);

        Assert.NotEqual(first[1..33], second[1..33]);
        Assert.NotEqual(first[65..129], second[65..129]);
    }

    [Fact]
    public void TryOpen_AnySingleBitFlipped_IsRejected()
    {
        byte[] payload = key.Seal("a share vector"u8, Context);
        for (int i = 0; i < payload.Length; i++)
        {
            byte[] altered = (byte[])payload.Clone();
            altered[i] ^= (byte)(1 << (i % 8));

            Assert.False(key.TryOpen(altered, Context, out byte[]? opened, out EnvelopeRejection rejection));
            Assert.Null(opened);
            Assert.Equal(i == 0 ? EnvelopeRejection.Version : i < 65 ? EnvelopeRejection.KeyCommitment : EnvelopeRejection.Authentication, rejection);
        }
    }

    [Fact]
    public void TryOpen_OtherKeyOrContextOrLength_IsRejectedWithTheReason()
    {
        byte[] payload = key.Seal("a share vector"u8, Context);
        using ShareKey otherAuthor = group.DeriveShareKey("flm-digits", 4, 0, "dp-b");

        Assert.False(otherAuthor.TryOpen(payload, Context, out _, out EnvelopeRejection byKey));
        Assert.Equal(EnvelopeRejection.KeyCommitment, byKey);
        Assert.False(key.TryOpen(payload, "flm-digits/5/0/dp-a"u8, out _, out EnvelopeRejection byContext));
        Assert.Equal(EnvelopeRejection.Authentication, byContext);
        Assert.False(key.TryOpen(payload.AsSpan(0, ShareKey.OverheadBytes - 1), Context, out _, out EnvelopeRejection byLength));
        Assert.Equal(EnvelopeRejection.Length, byLength);
        Assert.False(key.TryOpen([], Context, out _, out byLength));
        Assert.Equal(EnvelopeRejection.Length, byLength);
        Assert.False(key.TryOpen([.. payload, 0], Context, out _, out EnvelopeRejection byTail));
        Assert.Equal(EnvelopeRejection.Authentication, byTail);
    }

    [Fact]
    public void TryOpen_RevealedKeyOfOneAuthor_OpensNoOther()
    {
        using ShareKey revealed = ShareKey.FromBytes(key.Export());
        using ShareKey partner = group.DeriveShareKey("flm-digits", 4, 0, "dp-b");

        Assert.True(revealed.TryOpen(key.Seal("x"u8, Context), Context, out _, out _));
        Assert.False(revealed.TryOpen(partner.Seal("x"u8, Context), Context, out _, out _));
    }
}
