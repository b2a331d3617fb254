using FLChain.Cryptography.Masking;
using FLChain.Cryptography.Proofs;
using FLChain.Cryptography.Quantization;
using FLChain.Cryptography.RingLwe;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Cryptography.Tests.Masking;

public sealed class HybridMaskingTests
{
    public static TheoryData<string> Rings => ["light", "standard"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Rings))]
    public void WholeFlow_HonestTrainers_IsTheExactSum(string ring)
    {
        var scenario = HybridScenario.Of(ring);
        Assert.Equal(ring == "light" ? RlweParameters.Light : RlweParameters.Standard, scenario.Ring.Parameters);
        for (int j = 1; j <= 4; j++)
        {
            Assert.Equal(VerificationResult.Valid, scenario.Scheme.CheckMaskedShape(scenario.Masked[j - 1]));
            Assert.Equal(VerificationResult.Valid, scenario.Scheme.VerifyMasked(Contexts.Of(j), scenario.Masked[j - 1]));
            Assert.Equal(VerificationResult.Valid, scenario.Scheme.VerifyShare(Contexts.Of(j, "share"), j, scenario.Aggregate, scenario.Shares[j - 1]));
        }

        foreach (int[] subset in (int[][])[[1, 2, 3], [1, 2, 4], [1, 3, 4], [2, 3, 4]])
        {
            var sum = scenario.Scheme.Unmask(Contexts.Of(2), scenario.Aggregate, subset.ToDictionary(j => j, j => (ReadOnlyMemory<byte>)scenario.Shares[j - 1]));
            Assert.True(sum.IsSuccess, sum.Outcome.ToString());
            Assert.Equal(4, sum.Contributors);
            Assert.Equal(scenario.Sums, sum.Sums.ToArray());
        }
    }

    [Fact]
    public void WholeFlow_ProductionKey_IsTheExactSum()
    {
        var scenario = new HybridScenario(PinnedTestPrimes.Key, new PackingLayout(16, 4, 2048, 3000));
        Assert.Equal(5, scenario.Scheme.Size.Ciphertexts);
        Assert.Equal(VerificationResult.Valid, scenario.Scheme.VerifyMasked(Contexts.Of(1), scenario.Masked[0]));
        Assert.Equal(scenario.Sums, scenario.Scheme.Unmask(Contexts.Of(1), scenario.Aggregate, scenario.SharesOf(scenario.Aggregate, 1, 3, 4)).Sums.ToArray());
        Assert.Equal(SeedOpening.Honest, scenario.Scheme.CheckOpening(Contexts.Of(1), MaskingScenario.Seed(1), scenario.Masked[0]));
    }

    [Fact]
    public void WholeFlow_ManyTrainersAndExtremes_IsTheExactSum()
    {
        foreach (int trainers in (int[])[3, 10])
        {
            var dealt = TestKeys.Get(512, trainers, 3);
            var layout = new PackingLayout(24, trainers, 512, 700);
            var scheme = new HybridMasking(dealt.PublicKey, layout, new MaskingOptions { MaxDegreeOfParallelism = 1 });
            var payloads = new List<ReadOnlyMemory<byte>>();
            for (int j = 1; j <= trainers; j++)
            {
                using var seed = MaskingSeed.Generate();
                int value = j % 2 == 0 ? layout.MaxMagnitude : -layout.MaxMagnitude;
                payloads.Add(scheme.Mask(Contexts.Of(j), Enumerable.Range(0, 700).Select(i => i < 350 ? layout.MaxMagnitude : value).ToArray(), seed, Token).Payload);
            }
            var aggregate = scheme.Aggregate(payloads);
            var shares = Enumerable.Range(1, 3).ToDictionary(
                j => j, j => (ReadOnlyMemory<byte>)scheme.ComputeShare(Contexts.Of(j, "share"), dealt.Shares[j - 1], aggregate, Token));
            long rest = trainers % 2 == 0 ? 0 : -layout.MaxMagnitude;
            Assert.Equal(
                Enumerable.Range(0, 700).Select(i => i < 350 ? (long)trainers * layout.MaxMagnitude : rest),
                scheme.Unmask(Contexts.Of(1), aggregate, shares).Sums.ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Rings))]
    public void Size_OfThisScheme_IsThatOfItsPayloads(string ring)
    {
        var scenario = HybridScenario.Of(ring);
        Assert.Equal(scenario.Scheme.Size, MaskingSchemes.Measure("rlwe-paillier", scenario.Scheme.Layout));
        Assert.Equal(scenario.Scheme.Size.MaskedBytes, scenario.Masked[0].Length);
        Assert.Equal(scenario.Scheme.Size.AggregateBytes, scenario.Aggregate.Length);
        Assert.InRange(scenario.Shares[0].Length, 1, scenario.Scheme.Size.MaxShareBytes);
        Assert.IsType<HybridMasking>(MaskingSchemes.Create("rlwe-paillier", scenario.Dealt.PublicKey, scenario.Scheme.Layout));
    }

    [Theory]
    [MemberData(nameof(Rings))]
    public void Mask_SameSeed_IsTheSameUpToTheProof(string ring)
    {
        var scenario = HybridScenario.Of(ring);
        var again = scenario.Mask(1, scenario.Vectors[0]);
        int ciphertexts = 20 + (scenario.Ring.KeyCiphertexts * scenario.Dealt.PublicKey.CiphertextBytes);
        Assert.Equal(scenario.Masked[0][..ciphertexts], again[..ciphertexts]);
        Assert.Equal(scenario.Masked[0][scenario.WordsAt..], again[scenario.WordsAt..]);
        Assert.NotEqual(scenario.Masked[0], again);
    }

    [Fact]
    public void Engines_AndThreads_GiveTheSameBytes()
    {
        var scenario = HybridScenario.Light;
        var key = new ThresholdPublicKey(scenario.Dealt.PublicKey.Parts, FLChain.Cryptography.Arithmetic.ArithmeticEngines.Managed);
        var managed = new HybridMasking(key, scenario.Scheme.Layout, new MaskingOptions { MaxDegreeOfParallelism = 1 });
        using var seed = MaskingSeed.FromBytes(MaskingScenario.Seed(1));
        var masked = managed.Mask(Contexts.Of(1), scenario.Vectors[0], seed, Token).Payload;
        Assert.Equal(scenario.Masked[0][scenario.WordsAt..], masked[scenario.WordsAt..].ToArray());
        Assert.Equal(VerificationResult.Valid, scenario.Scheme.VerifyMasked(Contexts.Of(1), masked));
        Assert.Equal(VerificationResult.Valid, managed.VerifyMasked(Contexts.Of(2), scenario.Masked[1]));
        Assert.Equal(scenario.Aggregate, managed.Aggregate([.. scenario.Masked.Select(payload => (ReadOnlyMemory<byte>)payload)]));
        Assert.Equal(scenario.Aggregate, scenario.Scheme.Aggregate([.. scenario.Masked.Reverse().Select(payload => (ReadOnlyMemory<byte>)payload)]));
        var shares = Enumerable.Range(1, 3).ToDictionary(j => j, j => (ReadOnlyMemory<byte>)scenario.Shares[j - 1]);
        Assert.Equal(scenario.Sums, managed.Unmask(Contexts.Of(1), scenario.Aggregate, shares).Sums.ToArray());
    }

    [Fact]
    public void Mask_WrongArguments_Throw()
    {
        var scenario = HybridScenario.Light;
        using var seed = MaskingSeed.Generate();
        int[] tooLarge = [.. scenario.Vectors[0]];
        tooLarge[1499] = 32768;
        Assert.Throws<ArgumentException>(() => scenario.Scheme.Mask(Contexts.Of(1), tooLarge, seed, Token));
        Assert.Throws<ArgumentException>(() => scenario.Scheme.Mask(Contexts.Of(1), scenario.Vectors[0].AsMemory(1), seed, Token));
        using var prepared = scenario.Scheme.Prepare(Contexts.Of(1), seed, Token);
        Assert.Throws<ArgumentException>(() => HybridScenario.Standard.Scheme.Mask(prepared, HybridScenario.Standard.Vectors[0], Token));
        scenario.Scheme.Mask(prepared, scenario.Vectors[0], Token);
        Assert.Throws<InvalidOperationException>(() => scenario.Scheme.Mask(prepared, scenario.Vectors[0], Token));
        Assert.ThrowsAny<OperationCanceledException>(() => scenario.Scheme.Prepare(Contexts.Of(1), seed, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Aggregate_WrongSets_Throw()
    {
        var (scheme, masked) = (HybridScenario.Light.Scheme, HybridScenario.Light.Masked);
        Assert.Throws<ArgumentException>(() => scheme.Aggregate([]));
        Assert.Throws<ArgumentException>(() => scheme.Aggregate([masked[0], masked[1], masked[0]]));
        Assert.Throws<ArgumentException>(() => scheme.Aggregate([masked[0], HybridScenario.Light.Aggregate]));
        Assert.Throws<ArgumentException>(() => scheme.Aggregate([masked[0], masked[1].AsMemory(1)]));
        Assert.Throws<ArgumentException>(() => scheme.ComputeShare(Contexts.Of(1, "share"), HybridScenario.Light.Dealt.Shares[0], scheme.Aggregate([masked[0]]), Token));
        Assert.Throws<ArgumentException>(() => scheme.ComputeShare(Contexts.Of(1, "share"), HybridScenario.Light.Dealt.Shares[0], masked[0], Token));
    }
}
