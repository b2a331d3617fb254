using System.Buffers.Binary;
using System.Numerics;
using FLChain.Cryptography.Arithmetic;
using FLChain.Cryptography.Masking;
using FLChain.Cryptography.Proofs;
using FLChain.Cryptography.Proofs.CorrectShare;
using FLChain.Cryptography.Tests.Masking;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Cryptography.Tests.Pitfalls;

/// <summary>Pitfalls of published code: what must never give a secret away.</summary>
public sealed class SecretLeakTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static MaskingScenario Scenario => MaskingScenario.Short;

    private static PaillierMasking Scheme => Scenario.Scheme;

    [Theory]
    [InlineData(512, 4, 3)]
    [InlineData(512, 10, 5)]
    [InlineData(256, 5, 3)]
    public void ShareNonce_AnyKey_IsLongerThanWhatItHides(int bits, int trainers, int threshold)
    {
        var key = TestKeys.Get(bits, trainers, threshold).PublicKey;
        // The largest secret term: e·Δ·s_j < 2^128·Δ·n·m with m < n/4.
        var largest = (BigInteger.One << 128) * Combinatorics.Factorial(trainers) * key.Modulus * (key.Modulus / 4);
        Assert.True(ProofLengths.ShareNonceBits(key) >= largest.GetBitLength() + 128);
    }

    [Fact]
    public void ShareNonce_OtherThreshold_HasTheSameLength()
    {
        var key = Scenario.Key;
        var other = new ThresholdPublicKey(key.Parts with { Threshold = 2 }, ArithmeticEngines.Default);
        Assert.Equal(ProofLengths.ShareNonceBits(key), ProofLengths.ShareNonceBits(other));
    }

    [Fact]
    public void ShareProof_ResponseDividedByItsChallenge_DoesNotGiveTheShare()
    {
        // With a nonce shorter than e·Δ the quotient would be s_j itself. Here it must miss by more than 100 bits.
        var share = Scenario.Dealt.Shares[0];
        for (int i = 0; i < 10; i++)
        {
            Assert.True(ShareProof.TryDecode(Scenario.Key, LastProof(Scheme.ComputeShare(MaskingScenario.ShareContext(1), share, Scenario.Aggregate, Token)), out var proof));
            var quotient = proof.Response / ((BigInteger.One << 128) * 24);
            Assert.True(BigInteger.Abs(quotient - share.Value.Reveal()).GetBitLength() > share.Value.Reveal().GetBitLength() + 90);
        }
    }

    [Fact]
    public void MaskingNonce_AnyKey_IsLongerThanWhatItHides()
    {
        foreach (int bits in (int[])[256, 2048, 3072])
        {
            Assert.True(ProofLengths.MaskingNonceBits(bits) >= (bits / 2) + 128 + 128);
            // 2^20 weights of 128 bits.
            Assert.True(ProofLengths.BatchedMaskingNonceBits(bits) >= (bits / 2) + 128 + 20 + 128 + 128);
        }
    }

    [Fact]
    public void ComputeShare_SameAggregateTwice_UsesFreshNonces()
    {
        var context = MaskingScenario.ShareContext(1);
        var first = Scheme.ComputeShare(context, Scenario.Dealt.Shares[0], Scenario.Aggregate, Token);
        var second = Scheme.ComputeShare(context, Scenario.Dealt.Shares[0], Scenario.Aggregate, Token);
        Assert.NotEqual(LastProof(first), LastProof(second));
        // A nonce used twice under two challenges would give s_j: the commitments must differ too.
        Assert.NotEqual(LastProof(first)[..Scenario.Key.CiphertextBytes], LastProof(second)[..Scenario.Key.CiphertextBytes]);
    }

    [Fact]
    public void ComputeShare_AnythingButAnAggregateOfSeveral_IsRefused()
    {
        var context = MaskingScenario.ShareContext(1);
        var share = Scenario.Dealt.Shares[0];
        var single = Scheme.Aggregate([Scenario.Masked[2]]);
        Assert.Throws<ArgumentException>(() => Scheme.ComputeShare(context, share, Scenario.Masked[2], Token));
        Assert.Throws<ArgumentException>(() => Scheme.ComputeShare(context, share, single, Token));
        Assert.Throws<ArgumentException>(() => Scheme.ComputeShare(context, share, Scenario.Shares[1], Token));
        Assert.Throws<ArgumentException>(() => Scheme.ComputeShare(context, share, Scenario.Aggregate.AsMemory(1), Token));
        Assert.Throws<ArgumentException>(() => Scheme.ComputeShare(context, TestKeys.Get(256, 5, 3).Shares[0], Scenario.Aggregate, Token));
    }

    [Fact]
    public void VerifyShare_SameElementsUnderAnotherContributorSet_IsRefused()
    {
        // The digest of the contributions is part of what a share is a share of.
        var relabelled = Scenario.Aggregate.ToArray();
        BinaryPrimitives.WriteInt32BigEndian(relabelled.AsSpan(10), 3);
        Assert.Equal(
            VerificationReason.EquationFailed,
            Scheme.VerifyShare(MaskingScenario.ShareContext(1), 1, relabelled, Scenario.Shares[0]).Reason);
        var otherSet = Scenario.Aggregate.ToArray();
        otherSet[20] ^= 1;
        Assert.Equal(
            VerificationReason.EquationFailed,
            Scheme.VerifyShare(MaskingScenario.ShareContext(1), 1, otherSet, Scenario.Shares[0]).Reason);
    }

    [Fact]
    public void Mask_PlaintextOutOfRange_IsRefusedNotReduced()
    {
        var maximum = Scenario.Key.MaxPlaintext;
        Assert.Equal((Scenario.Key.Modulus - 1) / 4, maximum);
        Assert.NotNull(Scheme.Mask(Contexts.Of(1), [0, 0, maximum], MaskingScenario.Seed(1), Token));
        foreach (var value in (BigInteger[])[-1, maximum + 1, Scenario.Key.Modulus, Scenario.Key.Modulus + 1])
            Assert.Throws<ArgumentOutOfRangeException>(() => Scheme.Mask(Contexts.Of(1), [0, 0, value], MaskingScenario.Seed(1), Token));
        using var alpha = SecretInteger.Random(256);
        Assert.Throws<ArgumentOutOfRangeException>(() => PaillierEncryption.Encrypt(Scenario.Key, Scenario.Key.Modulus, alpha));
        Assert.Throws<ArgumentOutOfRangeException>(() => PaillierEncryption.EncryptPlain(Scenario.Key, -1, 2));
    }

    [Fact]
    public void Mask_SamePlaintexts_DependsOnTheSecretSeedEverywhere()
    {
        // A ciphertext that depended on the plaintext alone could be tested against guesses.
        BigInteger[] equal = [5, 5, 5];
        var first = Scheme.Mask(Contexts.Of(1), equal, MaskingScenario.Seed(1), Token).Payload.ToArray();
        var second = Scheme.Mask(Contexts.Of(1), equal, MaskingScenario.Seed(2), Token).Payload.ToArray();
        var elements = new[] { first, second }.SelectMany(payload => Enumerable.Range(0, 3).Select(k => Convert.ToHexString(Element(payload, k)))).ToList();
        Assert.Equal(6, elements.Distinct().Count());
    }

    [Fact]
    public void Mask_SameSeed_RepeatsTheCiphertextsAndNotTheProof()
    {
        var first = Scheme.Mask(Contexts.Of(1), MaskingScenario.Plaintexts(1), MaskingScenario.Seed(1), Token).Payload.ToArray();
        int end = MaskingScenario.MaskedElements + (3 * Scenario.Key.CiphertextBytes);
        Assert.Equal(Scenario.Masked[0][..end], first[..end]);
        // B of a repeated nonce would be the same, and two responses to it would open the plaintexts.
        Assert.NotEqual(Scenario.Masked[0][end..(end + Scenario.Key.CiphertextBytes)], first[end..(end + Scenario.Key.CiphertextBytes)]);
    }

    [Fact]
    public void SeedExpansion_IndexKeyAndUse_AllSeparate()
    {
        var otherKey = TestKeys.Get(512, 10, 5).PublicKey;
        var values = new List<BigInteger>();
        foreach (var (key, use) in ((ThresholdPublicKey, byte[])[])[(Scenario.Key, "a"u8.ToArray()), (Scenario.Key, "b"u8.ToArray()), (otherKey, "a"u8.ToArray())])
        {
            using var expansion = new SeedExpansion(key, MaskingScenario.Seed(1), use);
            for (int k = 0; k < 3; k++)
            {
                using var alpha = expansion.Next(k);
                values.Add(alpha.Reveal());
            }
        }
        Assert.Equal(9, values.Distinct().Count());
        Assert.All(values, value => Assert.InRange(value.GetBitLength(), 200, 256));
    }

    private static ReadOnlySpan<byte> Element(byte[] payload, int k) =>
        payload.AsSpan(MaskingScenario.MaskedElements + (k * Scenario.Key.CiphertextBytes), Scenario.Key.CiphertextBytes);

    private static byte[] LastProof(byte[] payload) => payload[^ShareProof.EncodedBytes(Scenario.Key)..];
}
