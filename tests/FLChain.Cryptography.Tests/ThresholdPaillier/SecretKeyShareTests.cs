using System.Buffers.Binary;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Cryptography.Tests.ThresholdPaillier;

public sealed class SecretKeyShareTests
{
    [Fact]
    public void Encode_RoundTrip_GivesTheSameShare()
    {
        foreach (var share in TestKeys.Get().Shares)
        {
            var bytes = share.Encode();
            Assert.True(SecretKeyShare.TryDecode(bytes, out var back));
            Assert.Equal(share.TrainerIndex, back.TrainerIndex);
            Assert.Equal(bytes, back.Encode());
            Assert.True(TestKeys.Get().PublicKey.VerifyShareKey(back));
        }
    }

    [Fact]
    public void TryDecode_HostileBytes_IsFalse()
    {
        var bytes = TestKeys.Get().Shares[0].Encode();
        for (int length = 0; length < bytes.Length; length++)
            Assert.False(SecretKeyShare.TryDecode(bytes.AsSpan(0, length), out _));
        Assert.False(SecretKeyShare.TryDecode([.. bytes, 0], out _));
        // Tag, version, index 0, index 129, width.
        foreach (var (offset, value) in ((int, byte)[])[(0, 0), (5, 2), (7, 0), (7, 129), (11, 8)])
        {
            var altered = bytes.ToArray();
            altered[offset] = value;
            Assert.False(SecretKeyShare.TryDecode(altered, out _));
        }
        var zero = bytes.ToArray();
        zero.AsSpan(12).Clear();
        Assert.False(SecretKeyShare.TryDecode(zero, out _));
        var negativeWidth = bytes.ToArray();
        BinaryPrimitives.WriteInt32BigEndian(negativeWidth.AsSpan(8), -1);
        Assert.False(SecretKeyShare.TryDecode(negativeWidth, out _));
    }

    [Fact]
    public void Dispose_Share_ZeroesItAndRefusesUse()
    {
        Assert.True(SecretKeyShare.TryDecode(TestKeys.Get().Shares[1].Encode(), out var share));
        var memory = share.Value;
        share.Dispose();
        Assert.True(memory.IsZero);
        Assert.Throws<ObjectDisposedException>(() => share.Encode());
        Assert.Throws<ObjectDisposedException>(() => TestKeys.Get().PublicKey.VerifyShareKey(share));
        share.Dispose();
    }
}
