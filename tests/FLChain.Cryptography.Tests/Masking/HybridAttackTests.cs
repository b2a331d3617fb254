using FLChain.Cryptography.Masking;
using FLChain.Cryptography.Proofs;
using FLChain.Cryptography.Quantization;
using FLChain.Cryptography.RingLwe;

namespace FLChain.Cryptography.Tests.Masking;

/// <summary>Every way to submit a hybrid vector wrongly.</summary>
public sealed class HybridAttackTests
{
    public static TheoryData<string> Rings => ["light", "standard"];

    [Theory]
    [MemberData(nameof(Rings))]
    public void VerifyMasked_AnotherContext_IsRefused(string ring)
    {
        var scenario = HybridScenario.Of(ring);
        foreach (var context in Contexts.Neighbours(Contexts.Of(1)))
            Assert.Equal(VerificationReason.EquationFailed, scenario.Scheme.VerifyMasked(context, scenario.Masked[0]).Reason);
    }

    [Theory]
    [MemberData(nameof(Rings))]
    public void VerifyMasked_AnyWordAltered_IsRefused(string ring)
    {
        var scenario = HybridScenario.Of(ring);
        int bits = scenario.Ring.Parameters.WordBits;
        foreach (int word in (int[])[0, 1, scenario.Ring.Parameters.Degree, scenario.Ring.WordCount - 1])
        {
            byte[] altered = [.. scenario.Masked[0]];
            altered[scenario.WordsAt + (int)((long)word * bits / 8)] ^= (byte)(1 << (int)((long)word * bits % 8));
            Assert.Equal(VerificationReason.EquationFailed, scenario.Scheme.VerifyMasked(Contexts.Of(1), altered).Reason);
        }
    }

    [Theory]
    [MemberData(nameof(Rings))]
    public void VerifyMasked_WordsOfAnotherVector_IsRefused(string ring)
    {
        // The proof of one payload over the words of another, by the same author and by another.
        var scenario = HybridScenario.Of(ring);
        byte[] ownOther = scenario.MaskWithExcess(1, 3, 1);
        byte[] spliced = [.. scenario.Masked[0][..scenario.WordsAt], .. ownOther[scenario.WordsAt..]];
        Assert.Equal(VerificationReason.EquationFailed, scenario.Scheme.VerifyMasked(Contexts.Of(1), spliced).Reason);
        spliced = [.. scenario.Masked[0][..scenario.WordsAt], .. scenario.Masked[1][scenario.WordsAt..]];
        Assert.Equal(VerificationReason.EquationFailed, scenario.Scheme.VerifyMasked(Contexts.Of(1), spliced).Reason);
    }

    [Theory]
    [MemberData(nameof(Rings))]
    public void VerifyMasked_CopiedFromAPartner_IsRefused(string ring)
    {
        var scenario = HybridScenario.Of(ring);
        Assert.Equal(VerificationReason.EquationFailed, scenario.Scheme.VerifyMasked(Contexts.Of(2), scenario.Masked[0]).Reason);
        // The partner's ciphertexts under one's own proof.
        int width = scenario.Dealt.PublicKey.CiphertextBytes, end = 20 + (scenario.Ring.KeyCiphertexts * width);
        byte[] mixed = [.. scenario.Masked[1]];
        scenario.Masked[0].AsSpan(20, end - 20).CopyTo(mixed.AsSpan(20));
        Assert.Equal(VerificationReason.EquationFailed, scenario.Scheme.VerifyMasked(Contexts.Of(2), mixed).Reason);
    }

    [Theory]
    [MemberData(nameof(Rings))]
    public void VerifyMasked_KeyCiphertextsSwapped_IsRefused(string ring)
    {
        var scenario = HybridScenario.Of(ring);
        int width = scenario.Dealt.PublicKey.CiphertextBytes;
        byte[] swapped = [.. scenario.Masked[0]];
        scenario.Masked[0].AsSpan(20, width).CopyTo(swapped.AsSpan(20 + width));
        scenario.Masked[0].AsSpan(20 + width, width).CopyTo(swapped.AsSpan(20));
        Assert.Equal(VerificationReason.EquationFailed, scenario.Scheme.VerifyMasked(Contexts.Of(1), swapped).Reason);
    }

    [Theory]
    [MemberData(nameof(Rings))]
    public void VerifyMasked_ProofWithoutTheWords_IsRefused(string ring)
    {
        // The key's part proved as a plain Paillier vector, whose transcript knows of no words.
        var scenario = HybridScenario.Of(ring);
        var keys = new PaillierMasking(scenario.Dealt.PublicKey, scenario.Ring.KeyCiphertexts);
        var plaintexts = new System.Numerics.BigInteger[scenario.Ring.KeyCiphertexts];
        var keyPart = keys.Mask(Contexts.Of(1), plaintexts, MaskingScenario.Seed(1), TestContext.Current.CancellationToken).Payload;
        byte[] forged = [.. scenario.Masked[0]];
        keyPart.Span.CopyTo(forged.AsSpan(10));
        Assert.Equal(VerificationResult.Valid, keys.VerifyMasked(Contexts.Of(1), keyPart));
        Assert.Equal(VerificationReason.EquationFailed, scenario.Scheme.VerifyMasked(Contexts.Of(1), forged).Reason);
        // And the other way round: the hybrid's key part is no Paillier vector.
        Assert.Equal(VerificationReason.EquationFailed, keys.VerifyMasked(Contexts.Of(1), scenario.Masked[0].AsMemory(10, keyPart.Length)).Reason);
    }

    [Theory]
    [MemberData(nameof(Rings))]
    public void EveryReader_WordFromQOn_IsRefused(string ring)
    {
        var scenario = HybridScenario.Of(ring);
        ulong q = scenario.Ring.Parameters.Modulus;
        ulong top = (1UL << scenario.Ring.Parameters.WordBits) - 1;
        foreach (int word in (int[])[0, scenario.Ring.Parameters.Degree - 1, scenario.Ring.Parameters.Degree, scenario.Ring.WordCount - 1])
        {
            foreach (ulong value in (ulong[])[q, q + 1, top])
            {
                var refused = VerificationResult.Refused(VerificationReason.WordOutOfRange, word);
                byte[] masked = WithWord(scenario, scenario.Masked[0], scenario.WordsAt, word, value);
                Assert.Equal(refused, scenario.Scheme.CheckMaskedShape(masked));
                Assert.Equal(refused, scenario.Scheme.VerifyMasked(Contexts.Of(1), masked));
                Assert.Equal(SeedOpening.Mismatch, scenario.Scheme.CheckOpening(Contexts.Of(1), MaskingScenario.Seed(1), masked));
                Assert.Throws<ArgumentException>(() => scenario.Scheme.Aggregate([masked, scenario.Masked[1]]));
                byte[] aggregate = WithWord(scenario, scenario.Aggregate, scenario.AggregateWordsAt, word, value);
                Assert.Equal(refused, scenario.Scheme.Unmask(Contexts.Of(1), aggregate, scenario.SharesOf(scenario.Aggregate, 1, 2, 3)).Outcome);
            }
            byte[] largest = WithWord(scenario, scenario.Masked[0], scenario.WordsAt, word, q - 1);
            Assert.Equal(VerificationResult.Valid, scenario.Scheme.CheckMaskedShape(largest));
        }
    }

    [Theory]
    [MemberData(nameof(Rings))]
    public void EveryReader_WrongLengthsAndHeaders_AreRefused(string ring)
    {
        var scenario = HybridScenario.Of(ring);
        foreach (byte[] honest in (byte[][])[scenario.Masked[0], scenario.Aggregate])
        {
            foreach (byte[] payload in Mutilated(honest))
            {
                Assert.False(scenario.Scheme.CheckMaskedShape(payload).IsValid);
                Assert.False(scenario.Scheme.VerifyMasked(Contexts.Of(1), payload).IsValid);
                Assert.False(scenario.Scheme.VerifyShare(Contexts.Of(1, "share"), 1, payload, scenario.Shares[0]).IsValid);
                Assert.False(scenario.Scheme.Unmask(Contexts.Of(1), payload, scenario.SharesOf(scenario.Aggregate, 1, 2, 3)).IsSuccess);
                Assert.Equal(SeedOpening.Mismatch, scenario.Scheme.CheckOpening(Contexts.Of(1), MaskingScenario.Seed(1), payload));
                Assert.Throws<ArgumentException>(() => scenario.Scheme.Aggregate([payload]));
            }
        }
    }

    [Fact]
    public void CheckMaskedShape_BitsAfterTheLastWord_AreRefused()
    {
        // 1,500 words of 27 bits end in the middle of a byte.
        var scenario = HybridScenario.Light;
        byte[] altered = [.. scenario.Masked[0]];
        altered[^1] |= 0x80;
        Assert.Equal(VerificationReason.MalformedPayload, scenario.Scheme.CheckMaskedShape(altered).Reason);
        Assert.Equal(VerificationReason.MalformedPayload, scenario.Scheme.VerifyMasked(Contexts.Of(1), altered).Reason);
    }

    [Theory]
    [MemberData(nameof(Rings))]
    public void EveryReader_RandomBytes_GiveAnAnswer(string ring)
    {
        var scenario = HybridScenario.Of(ring);
        var random = new Random(6);
        for (int i = 0; i < 60; i++)
        {
            // Ciphertexts or words: an opening does not look at the proof.
            byte[] payload = [.. scenario.Masked[0]];
            int start = i % 2 == 0 ? 20 + random.Next(1000) : random.Next(scenario.WordsAt, payload.Length - 200);
            random.NextBytes(payload.AsSpan(start, random.Next(20, 200)));
            Assert.False(scenario.Scheme.VerifyMasked(Contexts.Of(1), payload).IsValid);
            Assert.NotEqual(SeedOpeningOutcome.Honest, scenario.Scheme.CheckOpening(Contexts.Of(1), MaskingScenario.Seed(1), payload).Outcome);
        }
    }

    [Theory]
    [MemberData(nameof(Rings))]
    public void VerifyShare_AnotherAggregateOrContextOrTrainer_IsRefused(string ring)
    {
        var scenario = HybridScenario.Of(ring);
        byte[] other = scenario.Scheme.Aggregate([scenario.Masked[0], scenario.Masked[1], scenario.Masked[2]]);
        Assert.False(scenario.Scheme.VerifyShare(Contexts.Of(1, "share"), 1, other, scenario.Shares[0]).IsValid);
        Assert.False(scenario.Scheme.VerifyShare(Contexts.Of(2, "share"), 2, scenario.Aggregate, scenario.Shares[0]).IsValid);
        foreach (var context in Contexts.Neighbours(Contexts.Of(1, "share")))
            Assert.False(scenario.Scheme.VerifyShare(context, 1, scenario.Aggregate, scenario.Shares[0]).IsValid);
    }

    [Theory]
    [MemberData(nameof(Rings))]
    public void Unmask_WordsOfTheAggregateAltered_IsImpossible(string ring)
    {
        var scenario = HybridScenario.Of(ring);
        // One word alone may by chance stand for another possible sum; not twenty of them.
        byte[] altered = scenario.Aggregate;
        for (int word = 0; word < 20; word++)
            altered = WithWord(scenario, altered, scenario.AggregateWordsAt, word, 12345);
        Assert.True(scenario.Scheme.Unmask(Contexts.Of(1), altered, scenario.SharesOf(scenario.Aggregate, 1, 2, 3)).IsImpossible);
    }

    private static IEnumerable<byte[]> Mutilated(byte[] payload)
    {
        yield return [];
        yield return payload[..9];
        yield return payload[..10];
        yield return payload[..^1];
        yield return [.. payload, 0];
        yield return payload[..(payload.Length / 2)];
        foreach (int index in (int[])[0, 3, 4, 5, 6, 9, 10, 13, 19])
        {
            byte[] altered = [.. payload];
            altered[index] ^= 1;
            yield return altered;
        }
    }

    private static byte[] WithWord(HybridScenario scenario, byte[] payload, int wordsAt, int word, ulong value)
    {
        byte[] altered = [.. payload];
        int bits = scenario.Ring.Parameters.WordBits;
        for (int i = 0; i < bits; i++)
        {
            long bit = ((long)word * bits) + i;
            int index = wordsAt + (int)(bit / 8), mask = 1 << (int)(bit % 8);
            altered[index] = (byte)(((value >> i) & 1) == 1 ? altered[index] | mask : altered[index] & ~mask);
        }
        return altered;
    }
}
