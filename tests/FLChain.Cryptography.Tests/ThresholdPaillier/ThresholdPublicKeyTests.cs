using System.Buffers.Binary;
using System.Numerics;
using FLChain.Cryptography.Arithmetic;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Cryptography.Tests.ThresholdPaillier;

public sealed class ThresholdPublicKeyTests
{
    // Offsets in the encoding: tag 0, version 4, modulus bits 6, N 10, t 12, n 14.
    private const int ModulusOffset = 14;

    private static readonly DealtKey Dealt = TestKeys.Get();

    private static ThresholdPublicKey Key => Dealt.PublicKey;

    [Fact]
    public void Encode_RoundTrip_GivesTheSameKey()
    {
        var bytes = Key.Encode();
        Assert.True(ThresholdPublicKey.TryDecode(bytes, KeySizePolicy.InsecureTestsOnly, out var key));
        Assert.Equal(Key.Modulus, key.Modulus);
        Assert.Equal(Key.Theta, key.Theta);
        Assert.Equal(Key.VerificationBase, key.VerificationBase);
        Assert.Equal(Key.VerificationKeys, key.VerificationKeys);
        Assert.Equal((4, 3, 512), (key.Trainers, key.Threshold, key.ModulusBits));
        Assert.Equal(bytes, key.Encode());
        Assert.Equal(Key.Digest.ToArray(), key.Digest.ToArray());
    }

    [Fact]
    public void TryDecode_ShortKeyInProduction_IsRefused()
    {
        Assert.False(ThresholdPublicKey.TryDecode(Key.Encode(), out var key));
        Assert.Null(key);
    }

    [Fact]
    public void TryDecode_ProductionKey_IsAccepted()
    {
        Assert.True(ThresholdPublicKey.TryDecode(PinnedTestPrimes.Key.PublicKey.Encode(), out var key));
        Assert.Equal(2048, key.ModulusBits);
    }

    [Fact]
    public void TryDecode_AnyOtherLength_IsRefused()
    {
        var bytes = Key.Encode();
        for (int length = 0; length < bytes.Length; length += length < 40 ? 1 : 37)
            Assert.False(Decodes(bytes[..length]));
        Assert.False(Decodes([.. bytes, 0]));
    }

    [Theory]
    [InlineData(0, 'X')] // tag
    [InlineData(5, 2)] // version
    [InlineData(9, 64)] // modulus bits
    [InlineData(11, 5)] // N
    [InlineData(13, 1)] // t below 2
    [InlineData(13, 5)] // t above N
    public void TryDecode_HeaderAltered_IsRefused(int offset, int value)
    {
        var bytes = Key.Encode();
        bytes[offset] = (byte)value;
        Assert.False(Decodes(bytes));
    }

    [Fact]
    public void TryDecode_HugeCountsInHeader_AreRefusedWithoutAllocation()
    {
        var bytes = Key.Encode();
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(6), int.MaxValue - 63);
        Assert.False(Decodes(bytes));
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(6), int.MinValue);
        Assert.False(Decodes(bytes));
        bytes = Key.Encode();
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(10), ushort.MaxValue);
        Assert.False(Decodes(bytes));
    }

    [Fact]
    public void TryDecode_ElementsOutOfRange_AreRefused()
    {
        int narrow = Key.PlaintextBytes, wide = Key.CiphertextBytes;
        int theta = ModulusOffset + narrow, v = theta + narrow, firstKey = v + wide;
        var square = Key.ModulusSquared;
        Assert.False(Decodes(With(theta, 0, narrow)));
        Assert.False(Decodes(With(theta, Key.Modulus, narrow)));
        foreach (int offset in (int[])[v, firstKey, firstKey + (3 * wide)])
        {
            foreach (var value in (BigInteger[])[0, 1, square, square + 1, Key.Modulus, Key.Modulus * 3])
                Assert.False(Decodes(With(offset, value, wide)));
        }
    }

    [Fact]
    public void TryDecode_ModulusOfWrongForm_IsRefused()
    {
        foreach (var value in (BigInteger[])[0, Key.Modulus - 1, Key.Modulus + 2, Key.Modulus >> 1, Key.Modulus / 4])
            Assert.False(Decodes(With(ModulusOffset, value, Key.PlaintextBytes)));
    }

    [Fact]
    public void TryDecode_ModulusWithFactorUpToTrainers_IsRefused()
    {
        // 3 divides 4! and this modulus, which is otherwise of the right length and residue.
        var modulus = (BigInteger.One << 511) + 1;
        while (!(modulus % 3).IsZero || modulus % 4 != 1)
            modulus += 2;
        Assert.False(Decodes(With(ModulusOffset, modulus, Key.PlaintextBytes)));
    }

    [Fact]
    public void TryDecode_AnyBitFlipped_IsRefusedOrAnotherKeyThatItsProofRefuses()
    {
        var bytes = Key.Encode();
        var random = new Random(5);
        for (int i = 0; i < 300; i++)
        {
            var altered = bytes.ToArray();
            altered[random.Next(altered.Length)] ^= (byte)(1 << random.Next(8));
            if (!ThresholdPublicKey.TryDecode(altered, KeySizePolicy.InsecureTestsOnly, out var key))
                continue;
            Assert.Equal(altered, key.Encode());
            if (i % 10 == 0)
                Assert.False(KeyProof.Verify(key, Dealt.Proof.Span).IsValid);
        }
    }

    [Fact]
    public void VerifyShareKey_OwnAndOtherShares_TellsThemApart()
    {
        Assert.All(Dealt.Shares, share => Assert.True(Key.VerifyShareKey(share)));
        foreach (var share in Dealt.Shares)
        {
            using var moved = new SecretKeyShare((share.TrainerIndex % 4) + 1, share.Value.Resize(share.Value.LimbCount));
            Assert.False(Key.VerifyShareKey(moved));
            using var altered = new SecretKeyShare(share.TrainerIndex, share.Value.Resize(share.Value.LimbCount));
            altered.Value.Limbs[0] ^= 1;
            Assert.False(Key.VerifyShareKey(altered));
        }
    }

    [Fact]
    public void VerifyShareKey_ShareOfAnotherSize_IsFalse()
    {
        Assert.False(Key.VerifyShareKey(TestKeys.Get(256, 3, 2).Shares[0]));
        Assert.False(Key.VerifyShareKey(TestKeys.Get(512, 10, 5).Shares[9]));
    }

    [Fact]
    public void FixedBaseTable_2048Bits_TakesTheMemoryTheDocumentationStates()
    {
        // 246 rows of six bits, 64 entries of 512 bytes.
        Assert.Equal(246L * 64 * 512, PinnedTestPrimes.Key.PublicKey.FixedBaseTable.Bytes);
    }

    private static byte[] With(int offset, BigInteger value, int width)
    {
        var bytes = Key.Encode();
        FixedWidth.Write(value, bytes.AsSpan(offset, width));
        return bytes;
    }

    private static bool Decodes(byte[] bytes) => ThresholdPublicKey.TryDecode(bytes, KeySizePolicy.InsecureTestsOnly, out _);
}
