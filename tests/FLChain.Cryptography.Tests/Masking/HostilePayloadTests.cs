using System.Buffers.Binary;
using System.Numerics;
using FLChain.Cryptography.Arithmetic;
using FLChain.Cryptography.Masking;
using FLChain.Cryptography.Proofs;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Cryptography.Tests.Masking;

/// <summary>Bytes from a hostile sender: every verifier answers with a refusal and never throws.</summary>
public sealed class HostilePayloadTests
{
    private static MaskingScenario Scenario => MaskingScenario.Short;

    private static PaillierMasking Scheme => Scenario.Scheme;

    public static TheoryData<string> Verifiers => ["masked", "aggregate", "share", "combine"];

    [Theory]
    [MemberData(nameof(Verifiers))]
    public void Verify_TruncatedOrExtended_IsMalformed(string verifier)
    {
        var payload = Honest(verifier);
        var lengths = Enumerable.Range(0, 90).Concat(Enumerable.Range(1, 40).Select(i => payload.Length - i)).Where(length => length < payload.Length);
        foreach (int length in lengths)
            Assert.Equal(VerificationReason.MalformedPayload, Verify(verifier, payload[..length]).Reason);
        Assert.Equal(VerificationReason.MalformedPayload, Verify(verifier, [.. payload, 0]).Reason);
        Assert.Equal(VerificationReason.MalformedPayload, Verify(verifier, [.. payload, .. payload]).Reason);
    }

    [Theory]
    [InlineData("masked")]
    [InlineData("share")]
    public void Verify_AnyBitFlipped_IsRefused(string verifier)
    {
        var payload = Honest(verifier);
        var random = new Random(17);
        // Every bit of the header, then a sample.
        var bits = Enumerable.Range(0, 14 * 8).Concat(Enumerable.Range(0, 400).Select(_ => random.Next(payload.Length * 8)));
        foreach (int bit in bits)
        {
            var altered = payload.ToArray();
            altered[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(Verify(verifier, altered).IsValid, $"bit {bit}");
        }
    }

    [Fact]
    public void VerifyShare_AnyBitOfTheAggregateFlipped_IsRefused()
    {
        var random = new Random(18);
        foreach (int bit in Enumerable.Range(0, 78 * 8).Concat(Enumerable.Range(0, 100).Select(_ => random.Next(Scenario.Aggregate.Length * 8))))
        {
            var altered = Scenario.Aggregate.ToArray();
            altered[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(Scheme.VerifyShare(MaskingScenario.ShareContext(1), 1, altered, Scenario.Shares[0]).IsValid, $"bit {bit}");
        }
    }

    [Theory]
    [MemberData(nameof(Verifiers))]
    public void Verify_RandomBytes_IsRefused(string verifier)
    {
        var random = new Random(19);
        for (int i = 0; i < 50; i++)
        {
            var bytes = new byte[Honest(verifier).Length];
            random.NextBytes(bytes);
            Assert.False(Verify(verifier, bytes).IsValid);
            // The same with an honest header, so that the numbers are reached.
            Honest(verifier).AsSpan(0, 14).CopyTo(bytes);
            if (verifier is not ("aggregate" or "combine"))
                Assert.False(Verify(verifier, bytes).IsValid);
        }
    }

    [Theory]
    [MemberData(nameof(Verifiers))]
    public void Verify_HostileElement_NamesIt(string verifier)
    {
        var square = Scenario.Key.ModulusSquared;
        for (int k = 0; k < MaskingScenario.Elements; k++)
        {
            foreach (var value in (BigInteger[])[0, square, (BigInteger.One << (Scenario.Key.CiphertextBytes * 8)) - 1])
                Assert.Equal(VerificationResult.Refused(VerificationReason.ElementOutOfRange, k), Verify(verifier, WithElement(verifier, k, value)));
            foreach (var value in (BigInteger[])[Scenario.Key.Modulus, Scenario.Key.Modulus * 5])
                Assert.Equal(VerificationResult.Refused(VerificationReason.ElementNotAUnit, k), Verify(verifier, WithElement(verifier, k, value)));
        }
    }

    [Theory]
    [MemberData(nameof(Verifiers))]
    public void Verify_OtherCount_IsWrongCount(string verifier)
    {
        foreach (int count in (int[])[0, 2, 4, -1, int.MaxValue, int.MinValue])
        {
            var altered = Honest(verifier).ToArray();
            BinaryPrimitives.WriteInt32BigEndian(altered.AsSpan(6), count);
            Assert.Equal(VerificationReason.WrongCount, Verify(verifier, altered).Reason);
        }
    }

    [Theory]
    [MemberData(nameof(Verifiers))]
    public void Verify_PayloadOfAnotherKind_IsMalformed(string verifier)
    {
        foreach (string other in Verifiers.Select(row => row.Data).Where(other => !Honest(other).AsSpan(0, 4).SequenceEqual(Honest(verifier).AsSpan(0, 4))))
            Assert.Equal(VerificationReason.MalformedPayload, Verify(verifier, Honest(other)).Reason);
    }

    [Fact]
    public void CheckMaskedShape_ForgedProof_LooksAtTheShapeAlone()
    {
        var altered = Scenario.Masked[0].ToArray();
        altered[^1] ^= 1;
        Assert.Equal(VerificationResult.Valid, Scheme.CheckMaskedShape(altered));
        Assert.Equal(VerificationReason.EquationFailed, Scheme.VerifyMasked(Contexts.Of(1), altered).Reason);
        Assert.Equal(
            VerificationResult.Refused(VerificationReason.ElementOutOfRange, 1),
            Scheme.CheckMaskedShape(WithElement("masked", 1, Scenario.Key.ModulusSquared)));
        Assert.Equal(VerificationReason.MalformedPayload, Scheme.CheckMaskedShape(altered.AsMemory(0, altered.Length - 1)).Reason);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(5)]
    [InlineData(int.MaxValue)]
    public void VerifyShare_ContributorsOutOfRange_IsMalformed(int contributors)
    {
        var altered = Scenario.Aggregate.ToArray();
        BinaryPrimitives.WriteInt32BigEndian(altered.AsSpan(10), contributors);
        Assert.Equal(VerificationReason.MalformedPayload, Scheme.VerifyShare(MaskingScenario.ShareContext(1), 1, altered, Scenario.Shares[0]).Reason);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    [InlineData(5)]
    [InlineData(int.MinValue)]
    public void VerifyShare_TrainerOutOfRange_IsUnknown(int index) => Assert.Equal(
        VerificationReason.UnknownTrainer, Scheme.VerifyShare(MaskingScenario.ShareContext(1), index, Scenario.Aggregate, Scenario.Shares[0]).Reason);

    [Fact]
    public void Opens_HostileCommitments_IsFalse()
    {
        byte[] digest = [1, 2, 3], randomness = MaskingScenario.Seed(9);
        var commitment = PaillierCommitment.Commit(Scenario.Key, digest, randomness);
        Assert.True(PaillierCommitment.Opens(Scenario.Key, commitment, digest, randomness));
        Assert.False(PaillierCommitment.Opens(Scenario.Key, commitment.AsSpan(1), digest, randomness));
        Assert.False(PaillierCommitment.Opens(Scenario.Key, [], digest, randomness));
        Assert.False(PaillierCommitment.Opens(Scenario.Key, commitment, [], randomness));
        Assert.False(PaillierCommitment.Opens(Scenario.Key, commitment, digest, randomness.AsSpan(1)));
        Assert.False(PaillierCommitment.Opens(Scenario.Key, commitment, [1, 2, 4], randomness));
        Assert.False(PaillierCommitment.Opens(Scenario.Key, commitment, digest, MaskingScenario.Seed(8)));
    }

    private static byte[] Honest(string verifier) => verifier switch
    {
        "masked" => Scenario.Masked[0],
        "aggregate" => Scenario.Aggregate,
        _ => Scenario.Shares[0],
    };

    private static VerificationResult Verify(string verifier, byte[] payload) => verifier switch
    {
        "masked" => Scheme.VerifyMasked(Contexts.Of(1), payload),
        "aggregate" => Scheme.VerifyShare(MaskingScenario.ShareContext(1), 1, payload, Scenario.Shares[0]),
        "share" => Scheme.VerifyShare(MaskingScenario.ShareContext(1), 1, Scenario.Aggregate, payload),
        _ => Scheme.Combine(Scenario.Aggregate, new Dictionary<int, ReadOnlyMemory<byte>>(Scenario.SharesOf(2, 3)) { [1] = payload }).Outcome,
    };

    private static byte[] WithElement(string verifier, int k, BigInteger value)
    {
        int start = verifier switch
        {
            "masked" => MaskingScenario.MaskedElements,
            "aggregate" => MaskingScenario.AggregateElements,
            _ => MaskingScenario.ShareElements,
        };
        var altered = Honest(verifier).ToArray();
        FixedWidth.Write(value, altered.AsSpan(start + (k * Scenario.Key.CiphertextBytes), Scenario.Key.CiphertextBytes));
        return altered;
    }
}
