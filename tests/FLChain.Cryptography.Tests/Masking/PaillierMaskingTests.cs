using System.Numerics;
using FLChain.Cryptography.Arithmetic;
using FLChain.Cryptography.Masking;
using FLChain.Cryptography.Proofs;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Cryptography.Tests.Masking;

public sealed class PaillierMaskingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static MaskingScenario Scenario => MaskingScenario.Short;

    private static PaillierMasking Scheme => Scenario.Scheme;

    [Fact]
    public void WholeFlow_HonestTrainers_OpensTheExactSum()
    {
        for (int j = 1; j <= 4; j++)
        {
            Assert.Equal(VerificationResult.Valid, Scheme.CheckMaskedShape(Scenario.Masked[j - 1]));
            Assert.Equal(VerificationResult.Valid, Scheme.VerifyMasked(Contexts.Of(j), Scenario.Masked[j - 1]));
            Assert.Equal(VerificationResult.Valid, Scheme.VerifyShare(MaskingScenario.ShareContext(j), j, Scenario.Aggregate, Scenario.Shares[j - 1]));
        }

        var result = Scheme.Combine(Scenario.Aggregate, Scenario.SharesOf(4, 1, 3));

        Assert.True(result.IsSuccess, result.Outcome.ToString());
        Assert.Equal(4, result.Contributors);
        Assert.Equal(MaskingScenario.Sums, result.Sums);
    }

    [Fact]
    public void WholeFlow_ProductionKey_OpensTheExactSum()
    {
        var scenario = new MaskingScenario(PinnedTestPrimes.Key);
        for (int j = 1; j <= 4; j++)
        {
            Assert.Equal(VerificationResult.Valid, scenario.Scheme.VerifyMasked(Contexts.Of(j), scenario.Masked[j - 1]));
            Assert.Equal(VerificationResult.Valid, scenario.Scheme.VerifyShare(MaskingScenario.ShareContext(j), j, scenario.Aggregate, scenario.Shares[j - 1]));
        }
        Assert.Equal(MaskingScenario.Sums, scenario.Scheme.Combine(scenario.Aggregate, scenario.SharesOf(1, 2, 3)).Sums);
        Assert.Equal(MaskingScenario.Sums, scenario.Scheme.Combine(scenario.Aggregate, scenario.SharesOf(2, 3, 4)).Sums);
    }

    [Fact]
    public void WholeFlow_Beacon_OpensTheSumOf256BitNumbers()
    {
        var beacon = new PaillierMasking(Scenario.Key, 1);
        var numbers = Enumerable.Range(1, 4).Select(j => (BigInteger.One << 256) - j).ToArray();
        var payloads = numbers.Select((number, i) => beacon.Mask(Contexts.Of(i + 1, "beacon"), [number], MaskingScenario.Seed(40 + i), Token).Payload).ToArray();
        var aggregate = beacon.Aggregate(payloads);
        var shares = Enumerable.Range(1, 3).ToDictionary(
            j => j, j => (ReadOnlyMemory<byte>)beacon.ComputeShare(Contexts.Of(j, "beacon-share"), Scenario.Dealt.Shares[j - 1], aggregate, Token));
        Assert.Equal([(BigInteger.One << 258) - 10], beacon.Combine(aggregate, shares).Sums);
    }

    [Fact]
    public void Engines_SameInput_GiveTheSameBytesAndAcceptEachOther()
    {
        var managedKey = new ThresholdPublicKey(Scenario.Key.Parts, ArithmeticEngines.Managed);
        var managed = new PaillierMasking(managedKey, MaskingScenario.Elements, new MaskingOptions { MaxDegreeOfParallelism = 1 });
        int ciphertextEnd = MaskingScenario.MaskedElements + (MaskingScenario.Elements * Scenario.Key.CiphertextBytes);
        var masked = managed.Mask(Contexts.Of(1), MaskingScenario.Plaintexts(1), MaskingScenario.Seed(1), Token).Payload;

        Assert.Equal(Scenario.Masked[0][..ciphertextEnd], masked.Span[..ciphertextEnd].ToArray());
        Assert.Equal(VerificationResult.Valid, Scheme.VerifyMasked(Contexts.Of(1), masked));
        Assert.Equal(VerificationResult.Valid, managed.VerifyMasked(Contexts.Of(2), Scenario.Masked[1]));
        Assert.Equal(Scenario.Aggregate, managed.Aggregate([.. Scenario.Masked.Select(payload => (ReadOnlyMemory<byte>)payload)]));

        var share = managed.ComputeShare(MaskingScenario.ShareContext(2), Scenario.Dealt.Shares[1], Scenario.Aggregate, Token);
        int shareEnd = MaskingScenario.ShareElements + (MaskingScenario.Elements * Scenario.Key.CiphertextBytes);
        Assert.Equal(Scenario.Shares[1][..shareEnd], share[..shareEnd]);
        Assert.Equal(VerificationResult.Valid, Scheme.VerifyShare(MaskingScenario.ShareContext(2), 2, Scenario.Aggregate, share));
        Assert.Equal(VerificationResult.Valid, managed.VerifyShare(MaskingScenario.ShareContext(3), 3, Scenario.Aggregate, Scenario.Shares[2]));
        Assert.Equal(MaskingScenario.Sums, managed.Combine(Scenario.Aggregate, Scenario.SharesOf(1, 2, 4)).Sums);
    }

    [Fact]
    public void VerifyMasked_WithAndWithoutTable_Agrees()
    {
        // A fresh verifier's key has no table; the prover's has one by now.
        var fresh = new ThresholdPublicKey(Scenario.Key.Parts, ArithmeticEngines.Default);
        Scenario.Key.PrepareEncryption();
        Assert.Equal(Scenario.Key.PowerOfFixedBase(123456789), fresh.PowerOfFixedBase(123456789));
        Assert.Equal(VerificationResult.Valid, new PaillierMasking(fresh, MaskingScenario.Elements).VerifyMasked(Contexts.Of(1), Scenario.Masked[0]));
    }

    [Fact]
    public void Aggregate_AnyOrder_GivesTheSameBytes()
    {
        ReadOnlyMemory<byte>[] reversed = [.. Scenario.Masked.Reverse().Select(payload => (ReadOnlyMemory<byte>)payload)];
        Assert.Equal(Scenario.Aggregate, Scheme.Aggregate(reversed));
    }

    [Fact]
    public void Aggregate_WrongSets_Throw()
    {
        var (first, second) = (Scenario.Masked[0], Scenario.Masked[1]);
        Assert.Throws<ArgumentException>(() => Scheme.Aggregate([]));
        Assert.Throws<ArgumentException>(() => Scheme.Aggregate([first, second, first]));
        Assert.Throws<ArgumentException>(() => Scheme.Aggregate([first, Scenario.Aggregate]));
        Assert.Throws<ArgumentException>(() => Scheme.Aggregate([first, second.AsMemory(1)]));
    }

    [Fact]
    public void Combine_TooFewShares_SaysSo()
    {
        var result = Scheme.Combine(Scenario.Aggregate, Scenario.SharesOf(1, 4));
        Assert.False(result.IsSuccess);
        Assert.Equal(VerificationReason.TooFewShares, result.Outcome.Reason);
        Assert.Empty(result.Sums);
    }

    [Fact]
    public void Combine_MoreThanEnoughShares_UsesTheLowestIndices()
    {
        var shares = Scenario.SharesOf(1, 2, 3).ToDictionary();
        shares[4] = new byte[] { 1, 2, 3 };
        Assert.Equal(MaskingScenario.Sums, Scheme.Combine(Scenario.Aggregate, shares).Sums);
    }

    [Fact]
    public void Combine_ShareOfAnotherAggregate_IsInconsistent()
    {
        var otherAggregate = Scheme.Aggregate([Scenario.Masked[0], Scenario.Masked[1]]);
        var shares = Scenario.SharesOf(1, 2, 3).ToDictionary();
        shares[2] = Scheme.ComputeShare(MaskingScenario.ShareContext(2), Scenario.Dealt.Shares[1], otherAggregate, Token);
        var result = Scheme.Combine(Scenario.Aggregate, shares);
        Assert.Equal(VerificationReason.SharesInconsistent, result.Outcome.Reason);
        Assert.Equal(0, result.TrainerIndex);
    }

    [Fact]
    public void Combine_PayloadUnderAnotherIndex_NamesTheTrainer()
    {
        var shares = new Dictionary<int, ReadOnlyMemory<byte>>
        {
            [1] = Scenario.Shares[0],
            [2] = Scenario.Shares[2],
            [4] = Scenario.Shares[3],
        };
        var result = Scheme.Combine(Scenario.Aggregate, shares);
        Assert.Equal(VerificationReason.UnknownTrainer, result.Outcome.Reason);
        Assert.Equal(2, result.TrainerIndex);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData((1 << 20) + 1)]
    public void Constructor_CountOutOfRange_Throws(int count) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PaillierMasking(Scenario.Key, count));

    [Fact]
    public void Options_NoThread_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new MaskingOptions { MaxDegreeOfParallelism = 0 });

    [Fact]
    public void Mask_WrongArguments_Throw()
    {
        var context = Contexts.Of(1);
        Assert.Throws<ArgumentException>(() => Scheme.Mask(context, [1, 2], MaskingScenario.Seed(1), Token));
        Assert.Throws<ArgumentException>(() => Scheme.Mask(context, [1, 2, 3, 4], MaskingScenario.Seed(1), Token));
        Assert.Throws<ArgumentException>(() => Scheme.Mask(context, [1, 2, 3], new byte[31], Token));
        Assert.Throws<ArgumentException>(() => Scheme.Mask(context, [1, 2, 3], new byte[33], Token));
    }

    [Fact]
    public void LongOperations_Cancelled_Throw()
    {
        var cancelled = new CancellationToken(canceled: true);
        Assert.ThrowsAny<OperationCanceledException>(() => Scheme.Mask(Contexts.Of(1), [1, 2, 3], MaskingScenario.Seed(1), cancelled));
        Assert.ThrowsAny<OperationCanceledException>(
            () => Scheme.ComputeShare(MaskingScenario.ShareContext(1), Scenario.Dealt.Shares[0], Scenario.Aggregate, cancelled));
    }

    [Fact]
    public void Default_VerificationResult_IsARefusal()
    {
        Assert.False(default(VerificationResult).IsValid);
        Assert.Throws<ArgumentOutOfRangeException>(() => VerificationResult.Refused(VerificationReason.Valid));
    }
}
