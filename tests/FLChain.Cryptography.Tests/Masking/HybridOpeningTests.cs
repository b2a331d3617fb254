using FLChain.Cryptography.Masking;
using FLChain.Cryptography.Proofs;
using FLChain.Cryptography.RingLwe;

namespace FLChain.Cryptography.Tests.Masking;

/// <summary>Seed openings of the hybrid scheme: honest vectors, vectors out of range, keys that are no sum, and strangers' seeds.</summary>
public sealed class HybridOpeningTests
{
    public static TheoryData<string> Rings => ["light", "standard"];

    [Theory]
    [MemberData(nameof(Rings))]
    public void CheckOpening_OwnSeed_IsHonest(string ring)
    {
        var scenario = HybridScenario.Of(ring);
        for (int j = 1; j <= 4; j++)
            Assert.Equal(SeedOpening.Honest, scenario.Scheme.CheckOpening(Contexts.Of(j), MaskingScenario.Seed(j), scenario.Masked[j - 1]));
        int most = scenario.Scheme.Layout.MaxMagnitude;
        foreach (int value in (int[])[most, -most, 0])
        {
            int[] values = [.. Enumerable.Repeat(value, scenario.Scheme.Layout.ParameterCount)];
            Assert.Equal(SeedOpening.Honest, scenario.Scheme.CheckOpening(Contexts.Of(1), MaskingScenario.Seed(1), scenario.Mask(1, values)));
        }
    }

    [Theory]
    [MemberData(nameof(Rings))]
    public void Open_OwnSeed_GivesTheValues(string ring)
    {
        var scenario = HybridScenario.Of(ring);
        for (int j = 1; j <= 4; j++)
        {
            Assert.Equal(SeedOpening.Honest, scenario.Scheme.Open(Contexts.Of(j), MaskingScenario.Seed(j), scenario.Masked[j - 1], out var values));
            Assert.Equal(scenario.Vectors[j - 1], values);
        }
    }

    [Theory]
    [MemberData(nameof(Rings))]
    public void Open_WhatIsNotHonest_GivesNoValues(string ring)
    {
        var scenario = HybridScenario.Of(ring);
        Assert.Equal(SeedOpening.Mismatch, scenario.Scheme.Open(Contexts.Of(1), MaskingScenario.Seed(2), scenario.Masked[0], out var values));
        Assert.Null(values);
        byte[] altered = [.. scenario.Masked[0]];
        altered[20] ^= 1;
        Assert.Equal(SeedOpening.Mismatch, scenario.Scheme.Open(Contexts.Of(1), MaskingScenario.Seed(1), altered, out values));
        Assert.Null(values);
        byte[] bad = scenario.MaskWords(1, (_, _) => { });
        Assert.Equal(SeedOpening.OutOfRange(0), scenario.Scheme.Open(Contexts.Of(1), MaskingScenario.Seed(1), bad, out values));
        Assert.Null(values);
    }

    [Theory]
    [MemberData(nameof(Rings))]
    public void CheckOpening_AnotherSeed_IsAMismatch(string ring)
    {
        var scenario = HybridScenario.Of(ring);
        for (int bit = 0; bit < 256; bit += 17)
        {
            var seed = MaskingScenario.Seed(1);
            seed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Equal(SeedOpening.Mismatch, scenario.Scheme.CheckOpening(Contexts.Of(1), seed, scenario.Masked[0]));
        }
        foreach (int length in (int[])[0, 31, 33])
            Assert.Equal(SeedOpening.Mismatch, scenario.Scheme.CheckOpening(Contexts.Of(1), new byte[length], scenario.Masked[0]));
    }

    [Theory]
    [MemberData(nameof(Rings))]
    public void CheckOpening_ValueOutOfRange_NamesTheParameter(string ring)
    {
        var scenario = HybridScenario.Of(ring);
        // A whole slot's room on top of one value: its proof is valid, its sum impossible, its opening convicts it.
        foreach (int word in (int[])[0, scenario.Ring.Parameters.Degree + 5])
        {
            byte[] bad = scenario.MaskWithExcess(2, word, 1UL << scenario.Scheme.Layout.Bits);
            Assert.Equal(VerificationResult.Valid, scenario.Scheme.VerifyMasked(Contexts.Of(2), bad));
            var opening = scenario.Scheme.CheckOpening(Contexts.Of(2), MaskingScenario.Seed(2), bad);
            Assert.Equal(SeedOpening.OutOfRange(word * scenario.Ring.SlotsPerWord), opening);
        }
    }

    [Theory]
    [MemberData(nameof(Rings))]
    public void CheckOpening_ZeroSlot_IsOutOfRange(string ring)
    {
        // No honest value stands as zero: an offset keeps it above.
        var scenario = HybridScenario.Of(ring);
        byte[] bad = scenario.MaskWords(1, (_, _) => { });
        Assert.Equal(SeedOpening.OutOfRange(0), scenario.Scheme.CheckOpening(Contexts.Of(1), MaskingScenario.Seed(1), bad));
    }

    [Theory]
    [MemberData(nameof(Rings))]
    public void Dispute_OneVectorOutOfRange_FindsTheCulpritAndNobodyElse(string ring)
    {
        var scenario = HybridScenario.Of(ring);
        // Half of q on one word: the sum cannot be decoded at all.
        byte[] bad = scenario.MaskWithExcess(2, 11, scenario.Ring.Parameters.Modulus / 2);
        byte[][] payloads = [scenario.Masked[0], bad, scenario.Masked[2], scenario.Masked[3]];
        for (int j = 1; j <= 4; j++)
            Assert.Equal(VerificationResult.Valid, scenario.Scheme.VerifyMasked(Contexts.Of(j), payloads[j - 1]));
        byte[] aggregate = scenario.Scheme.Aggregate([.. payloads.Select(payload => (ReadOnlyMemory<byte>)payload)]);

        var sum = scenario.Scheme.Unmask(Contexts.Of(1), aggregate, scenario.SharesOf(aggregate, 1, 3, 4));

        Assert.True(sum.IsImpossible);
        Assert.True(sum.Sums.IsEmpty);
        for (int j = 1; j <= 4; j++)
        {
            var outcome = scenario.Scheme.CheckOpening(Contexts.Of(j), MaskingScenario.Seed(j), payloads[j - 1]).Outcome;
            Assert.Equal(j == 2 ? SeedOpeningOutcome.OutOfRange : SeedOpeningOutcome.Honest, outcome);
        }
    }

    [Theory]
    [MemberData(nameof(Rings))]
    public void Dispute_NoiseBeyondItsBound_FindsTheCulprit(string ring)
    {
        // An error far beyond what the sampler gives, as a multiple of T: the values themselves are honest.
        var scenario = HybridScenario.Of(ring);
        ulong noise = (ulong)(scenario.Ring.SumBound * 2) << scenario.Ring.PlaintextBits;
        byte[] bad = scenario.MaskWithExcess(3, 4, noise % scenario.Ring.Parameters.Modulus);
        byte[] aggregate = scenario.Scheme.Aggregate([scenario.Masked[0], scenario.Masked[1], bad]);
        Assert.True(scenario.Scheme.Unmask(Contexts.Of(1), aggregate, scenario.SharesOf(aggregate, 1, 2, 4)).IsImpossible);
        Assert.Equal(SeedOpening.OutOfRange(-1), scenario.Scheme.CheckOpening(Contexts.Of(3), MaskingScenario.Seed(3), bad));
    }

    [Theory]
    [MemberData(nameof(Rings))]
    public void Dispute_KeyThatIsNotTheSeeds_IsAMismatch(string ring)
    {
        // Proved honestly, but the words are masked with another key than the one encrypted.
        var scenario = HybridScenario.Of(ring);
        using var own = MaskingSeed.FromBytes(MaskingScenario.Seed(1));
        using var prepared = (HybridPreparedMask)scenario.Scheme.Prepare(Contexts.Of(1), own, TestContext.Current.CancellationToken);
        using var other = MaskingSeed.FromBytes(MaskingScenario.Seed(77));
        using var words = (HybridPreparedMask)scenario.Scheme.Prepare(Contexts.Of(1), other, TestContext.Current.CancellationToken);
        words.Words.CopyTo(prepared.Words.AsSpan());
        byte[] bad = scenario.Scheme.Mask(prepared, scenario.Vectors[0], TestContext.Current.CancellationToken).Payload.ToArray();
        Assert.Equal(VerificationResult.Valid, scenario.Scheme.VerifyMasked(Contexts.Of(1), bad));
        Assert.Equal(SeedOpeningOutcome.OutOfRange, scenario.Scheme.CheckOpening(Contexts.Of(1), MaskingScenario.Seed(1), bad).Outcome);
        Assert.Equal(SeedOpening.Mismatch, scenario.Scheme.CheckOpening(Contexts.Of(1), MaskingScenario.Seed(77), bad));

        byte[] aggregate = scenario.Scheme.Aggregate([bad, scenario.Masked[1]]);
        Assert.True(scenario.Scheme.Unmask(Contexts.Of(1), aggregate, scenario.SharesOf(aggregate, 1, 2, 3)).IsImpossible);
    }

    [Theory]
    [MemberData(nameof(Rings))]
    public void CheckOpening_AnotherIteration_IsNotHonest(string ring)
    {
        // The ciphertexts fit, but the public elements are another iteration's: the payload was never valid there.
        var scenario = HybridScenario.Of(ring);
        var opening = scenario.Scheme.CheckOpening(Contexts.Of(1) with { Iteration = 8 }, MaskingScenario.Seed(1), scenario.Masked[0]);
        Assert.Equal(SeedOpeningOutcome.OutOfRange, opening.Outcome);
        Assert.False(scenario.Scheme.VerifyMasked(Contexts.Of(1) with { Iteration = 8 }, scenario.Masked[0]).IsValid);
    }

    [Fact]
    public void KeySeedUse_OfTheKey_IsNotThatOfAPaillierVector() =>
        Assert.False(HybridPreparedMask.KeySeedUse.SequenceEqual(PaillierMasking.SeedUse) || MaskExpansion.SeedUse.SequenceEqual(HybridPreparedMask.KeySeedUse));
}
