using System.Numerics;
using FLChain.Cryptography.Masking;
using FLChain.Cryptography.Proofs;
using FLChain.Cryptography.Quantization;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Cryptography.Tests.Masking;

public sealed class PackedPaillierMaskingTests
{
    private const int Parameters = 60;

    private static readonly DealtKey Dealt = TestKeys.Get();

    private static readonly PackingLayout Layout = new(16, 4, 512, Parameters);

    private static readonly IMaskingScheme Scheme = MaskingSchemes.Create("paillier", Dealt.PublicKey, Layout);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void WholeFlow_HonestTrainers_IsTheExactSum()
    {
        int[][] vectors = [.. Enumerable.Range(1, 4).Select(Values)];
        ReadOnlyMemory<byte>[] payloads = [.. vectors.Select((values, i) => (ReadOnlyMemory<byte>)Mask(i + 1, values))];
        var aggregate = Scheme.Aggregate(payloads);

        var sum = Scheme.Unmask(Contexts.Of(1), aggregate, SharesOf(aggregate, 1, 2, 4));

        Assert.True(sum.IsSuccess, sum.Outcome.ToString());
        Assert.Equal(4, sum.Contributors);
        Assert.Equal(Enumerable.Range(0, Parameters).Select(k => vectors.Sum(values => (long)values[k])), sum.Sums.ToArray());
    }

    [Fact]
    public void Size_OfThisScheme_IsThatOfItsPayloads()
    {
        var masked = Mask(1, Values(1));
        var aggregate = Scheme.Aggregate([masked, Mask(2, Values(2))]);
        Assert.Equal(Scheme.Size, MaskingSchemes.Measure("paillier", Layout));
        Assert.Equal(Layout.PlaintextCount, Scheme.Size.Ciphertexts);
        Assert.Equal(Scheme.Size.MaskedBytes, masked.Length);
        Assert.Equal(Scheme.Size.AggregateBytes, aggregate.Length);
        Assert.Equal(Scheme.Size.MaxShareBytes, SharesOf(aggregate, 3)[3].Length);
    }

    [Fact]
    public void Unmask_SumOutOfRange_IsImpossible()
    {
        var aggregate = Scheme.Aggregate([Mask(1, Values(1)), Overflowing(2, parameter: 3)]);
        var sum = Scheme.Unmask(Contexts.Of(1), aggregate, SharesOf(aggregate, 1, 2, 3));
        Assert.True(sum.IsImpossible);
        Assert.Equal(VerificationResult.Refused(VerificationReason.ImpossibleSum, 3), sum.Outcome);
        Assert.True(sum.Sums.IsEmpty);
    }

    [Fact]
    public void Unmask_TooFewShares_IsNotImpossible()
    {
        var aggregate = Scheme.Aggregate([Mask(1, Values(1)), Mask(2, Values(2))]);
        var sum = Scheme.Unmask(Contexts.Of(1), aggregate, SharesOf(aggregate, 1, 2));
        Assert.False(sum.IsSuccess);
        Assert.False(sum.IsImpossible);
        Assert.Equal(VerificationReason.TooFewShares, sum.Outcome.Reason);
    }

    [Fact]
    public void Mask_Prepared_IsThatOfTheSeed()
    {
        using var seed = MaskingSeed.FromBytes(MaskingScenario.Seed(7));
        using var prepared = Scheme.Prepare(Contexts.Of(1), seed, Token);
        var masked = Scheme.Mask(prepared, Values(1), Token).Payload;
        int ciphertexts = 10 + (Scheme.Size.Ciphertexts * Dealt.PublicKey.CiphertextBytes);
        Assert.Equal(Scheme.Mask(Contexts.Of(1), Values(1), seed, Token).Payload[..ciphertexts].ToArray(), masked[..ciphertexts].ToArray());
        Assert.Equal(VerificationResult.Valid, Scheme.VerifyMasked(Contexts.Of(1), masked));
    }

    [Fact]
    public void Mask_PreparedTwice_Throws()
    {
        using var seed = MaskingSeed.Generate();
        using var prepared = Scheme.Prepare(Contexts.Of(1), seed, Token);
        Scheme.Mask(prepared, Values(1), Token);
        Assert.Throws<InvalidOperationException>(() => Scheme.Mask(prepared, Values(2), Token));
    }

    [Fact]
    public void Mask_PreparedByAnotherScheme_Throws()
    {
        var other = MaskingSchemes.Create("paillier", Dealt.PublicKey, Layout);
        using var seed = MaskingSeed.Generate();
        using var prepared = other.Prepare(Contexts.Of(1), seed, Token);
        Assert.Throws<ArgumentException>(() => Scheme.Mask(prepared, Values(1), Token));
    }

    [Theory]
    [InlineData(32768)]
    [InlineData(-32768)]
    public void Mask_ValueOutOfRange_Throws(int value)
    {
        var values = Values(1);
        values[5] = value;
        using var seed = MaskingSeed.Generate();
        Assert.Throws<ArgumentException>(() => Scheme.Mask(Contexts.Of(1), values, seed, Token));
        Assert.Throws<ArgumentException>(() => Scheme.Mask(Contexts.Of(1), values.AsMemory(1), seed, Token));
    }

    [Fact]
    public void CheckOpening_OwnSeed_IsHonest()
    {
        foreach (int[] values in (int[][])[Values(1), [.. Enumerable.Repeat(32767, Parameters)], [.. Enumerable.Repeat(-32767, Parameters)]])
            Assert.Equal(SeedOpening.Honest, Scheme.CheckOpening(Contexts.Of(1), MaskingScenario.Seed(1), Mask(1, values)));
    }

    [Fact]
    public void CheckOpening_ManyCiphertexts_AgreesWithTheTable()
    {
        // More than 32 ciphertexts, for which the table of h_n is built, under a key that has none yet.
        var layout = new PackingLayout(16, 4, 512, 1000);
        var fresh = new ThresholdPublicKey(Dealt.PublicKey.Parts, Dealt.PublicKey.Engine);
        var values = new int[1000];
        values[999] = -5;
        using var seed = MaskingSeed.FromBytes(MaskingScenario.Seed(8));
        var masked = MaskingSchemes.Create("paillier", Dealt.PublicKey, layout).Mask(Contexts.Of(1), values, seed, Token).Payload;
        var verifier = MaskingSchemes.Create("paillier", fresh, layout);
        Assert.Equal(SeedOpening.Honest, verifier.CheckOpening(Contexts.Of(1), MaskingScenario.Seed(8), masked));
        Assert.Equal(SeedOpening.Mismatch, verifier.CheckOpening(Contexts.Of(1), MaskingScenario.Seed(9), masked));
    }

    [Fact]
    public void CheckOpening_AnotherSeed_IsAMismatch()
    {
        var masked = Mask(1, Values(1));
        for (int bit = 0; bit < 256; bit++)
        {
            var seed = MaskingScenario.Seed(1);
            seed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Equal(SeedOpening.Mismatch, Scheme.CheckOpening(Contexts.Of(1), seed, masked));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(64)]
    public void CheckOpening_SeedOfAnotherLength_IsAMismatch(int length) =>
        Assert.Equal(SeedOpening.Mismatch, Scheme.CheckOpening(Contexts.Of(1), new byte[length], Mask(1, Values(1))));

    [Fact]
    public void CheckOpening_HostilePayloads_AreMismatches()
    {
        var masked = Mask(1, Values(1));
        var random = new Random(5);
        foreach (byte[] payload in (byte[][])[[], masked[..^1], [.. masked, 0], new byte[masked.Length], [.. Enumerable.Repeat((byte)0xff, masked.Length)]])
            Assert.Equal(SeedOpening.Mismatch, Scheme.CheckOpening(Contexts.Of(1), MaskingScenario.Seed(1), payload));
        int ciphertexts = Scheme.Size.Ciphertexts * Dealt.PublicKey.CiphertextBytes;
        for (int i = 0; i < 100; i++)
        {
            byte[] altered = [.. masked];
            altered[10 + random.Next(ciphertexts)] ^= (byte)random.Next(1, 256);
            Assert.Equal(SeedOpening.Mismatch, Scheme.CheckOpening(Contexts.Of(1), MaskingScenario.Seed(1), altered));
        }
    }

    [Fact]
    public void CheckOpening_ElementNoUnit_IsAMismatch()
    {
        byte[] masked = Mask(1, Values(1));
        var multiple = Dealt.PublicKey.Modulus.ToByteArray(isUnsigned: true, isBigEndian: true);
        masked.AsSpan(10, Dealt.PublicKey.CiphertextBytes).Clear();
        multiple.CopyTo(masked.AsSpan(10 + Dealt.PublicKey.CiphertextBytes - multiple.Length));
        Assert.Equal(SeedOpening.Mismatch, Scheme.CheckOpening(Contexts.Of(1), MaskingScenario.Seed(1), masked));
    }

    [Fact]
    public void CheckOpening_SlotOutOfRange_NamesTheParameter()
    {
        for (int parameter = 0; parameter < Parameters; parameter += 7)
            Assert.Equal(SeedOpening.OutOfRange(parameter), Scheme.CheckOpening(Contexts.Of(2), MaskingScenario.Seed(2), Overflowing(2, parameter)));
    }

    [Fact]
    public void CheckOpening_ZeroSlotAndBitsBeyondTheSlots_AreOutOfRange()
    {
        var plaintexts = Layout.Pack(Values(1));
        var zeroed = (BigInteger[])[.. plaintexts];
        zeroed[0] -= zeroed[0] & ((BigInteger.One << Layout.SlotBits) - 1);
        Assert.Equal(SeedOpening.OutOfRange(0), Scheme.CheckOpening(Contexts.Of(1), MaskingScenario.Seed(1), MaskPlaintexts(1, zeroed)));

        // The last plaintext has free slots; whatever stands there is outside every parameter.
        var beyond = (BigInteger[])[.. plaintexts];
        beyond[^1] += BigInteger.One << 509;
        Assert.Equal(SeedOpening.OutOfRange(-1), Scheme.CheckOpening(Contexts.Of(1), MaskingScenario.Seed(1), MaskPlaintexts(1, beyond)));
    }

    [Fact]
    public void Open_OwnSeed_GivesTheValues()
    {
        foreach (int[] values in (int[][])[Values(1), [.. Enumerable.Repeat(32767, Parameters)], [.. Enumerable.Repeat(-32767, Parameters)]])
        {
            Assert.Equal(SeedOpening.Honest, Scheme.Open(Contexts.Of(1), MaskingScenario.Seed(1), Mask(1, values), out var opened));
            Assert.Equal(values, opened);
        }
    }

    [Fact]
    public void Open_WhatIsNotHonest_GivesNoValues()
    {
        byte[] masked = Mask(1, Values(1)), altered = [.. masked];
        altered[10] ^= 1;
        Assert.Equal(SeedOpening.Mismatch, Scheme.Open(Contexts.Of(1), MaskingScenario.Seed(2), masked, out var values));
        Assert.Null(values);
        Assert.Equal(SeedOpening.Mismatch, Scheme.Open(Contexts.Of(1), MaskingScenario.Seed(1), altered, out values));
        Assert.Null(values);
        Assert.Equal(SeedOpening.OutOfRange(7), Scheme.Open(Contexts.Of(2), MaskingScenario.Seed(2), Overflowing(2, 7), out values));
        Assert.Null(values);
    }

    [Fact]
    public void Create_WrongArguments_Throw()
    {
        Assert.Throws<ArgumentException>(() => MaskingSchemes.Create("Paillier", Dealt.PublicKey, Layout));
        Assert.Throws<ArgumentException>(() => MaskingSchemes.Create("paillier", Dealt.PublicKey, new PackingLayout(16, 4, 1024, Parameters)));
        Assert.Throws<ArgumentException>(() => MaskingSchemes.Create("paillier", Dealt.PublicKey, new PackingLayout(16, 3, 512, Parameters)));
        Assert.Throws<ArgumentException>(() => MaskingSchemes.Measure("", Layout));
        Assert.False(MaskingSchemes.IsKnown(null));
        Assert.All(MaskingSchemes.Names, name => Assert.True(MaskingSchemes.IsKnown(name)));
    }

    private static int[] Values(int trainer)
    {
        var random = new Random(trainer);
        return [.. Enumerable.Range(0, Parameters).Select(_ => random.Next(-32767, 32768))];
    }

    private static byte[] Mask(int trainer, int[] values)
    {
        using var seed = MaskingSeed.FromBytes(MaskingScenario.Seed(trainer));
        return Scheme.Mask(Contexts.Of(trainer), values, seed, Token).Payload.ToArray();
    }

    // A value far above the top of one slot, honestly masked and proved.
    private static byte[] Overflowing(int trainer, int parameter)
    {
        var values = Values(trainer);
        values[parameter] = Layout.MaxMagnitude;
        var plaintexts = Layout.Pack(values);
        plaintexts[parameter / Layout.SlotsPerPlaintext] += new BigInteger(1 << 17) << (parameter % Layout.SlotsPerPlaintext * Layout.SlotBits);
        return MaskPlaintexts(trainer, plaintexts);
    }

    private static byte[] MaskPlaintexts(int trainer, BigInteger[] plaintexts)
    {
        var payload = new PaillierMasking(Dealt.PublicKey, plaintexts.Length).Mask(Contexts.Of(trainer), plaintexts, MaskingScenario.Seed(trainer), Token).Payload;
        Assert.Equal(VerificationResult.Valid, Scheme.VerifyMasked(Contexts.Of(trainer), payload));
        return payload.ToArray();
    }

    private static Dictionary<int, ReadOnlyMemory<byte>> SharesOf(byte[] aggregate, params int[] trainers) => trainers.ToDictionary(
        j => j, j => (ReadOnlyMemory<byte>)Scheme.ComputeShare(Contexts.Of(j, "share"), Dealt.Shares[j - 1], aggregate, Token));
}
