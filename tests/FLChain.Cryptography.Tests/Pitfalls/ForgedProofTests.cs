using System.Numerics;
using FLChain.Cryptography.Arithmetic;
using FLChain.Cryptography.Masking;
using FLChain.Cryptography.Proofs;
using FLChain.Cryptography.Proofs.CorrectShare;
using FLChain.Cryptography.Tests.Masking;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Cryptography.Tests.Pitfalls;

/// <summary>Pitfalls of published code: what a proof must not let through.</summary>
public sealed class ForgedProofTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static MaskingScenario Scenario => MaskingScenario.Short;

    private static PaillierMasking Scheme => Scenario.Scheme;

    [Fact]
    public void VerifyShare_ProofUnderTheProversOwnVerificationKey_IsRefused()
    {
        // The attacker invents s' and v' = v^{Δ·s'} and proves honestly for them: it holds under its key and fails under the ledger's.
        using var invented = new SecretKeyShare(2, SecretInteger.Random(1000).Resize(Scenario.Dealt.Shares[1].Value.LimbCount));
        using var delta = SecretInteger.FromPublic(Combinatorics.Factorial(4));
        using var exponent = SecretInteger.Multiply(invented.Value, delta);
        var keys = Scenario.Key.VerificationKeys.ToArray();
        keys[1] = Scenario.Key.Arithmetic.PowerSecret(Scenario.Key.VerificationBase, exponent);
        var attackersKey = new ThresholdPublicKey(Scenario.Key.Parts with { VerificationKeys = keys }, ArithmeticEngines.Default);
        var attackersScheme = new PaillierMasking(attackersKey, MaskingScenario.Elements);
        var context = MaskingScenario.ShareContext(2);

        var forged = attackersScheme.ComputeShare(context, invented, Scenario.Aggregate, Token);

        Assert.Equal(VerificationResult.Valid, attackersScheme.VerifyShare(context, 2, Scenario.Aggregate, forged));
        Assert.Equal(VerificationReason.EquationFailed, Scheme.VerifyShare(context, 2, Scenario.Aggregate, forged).Reason);
    }

    [Fact]
    public void VerifyMasked_OtherContext_IsRefused() => Assert.All(
        Contexts.Neighbours(Contexts.Of(1)),
        other => Assert.Equal(VerificationReason.EquationFailed, Scheme.VerifyMasked(other, Scenario.Masked[0]).Reason));

    [Fact]
    public void VerifyShare_OtherContext_IsRefused() => Assert.All(
        Contexts.Neighbours(MaskingScenario.ShareContext(1)),
        other => Assert.Equal(VerificationReason.EquationFailed, Scheme.VerifyShare(other, 1, Scenario.Aggregate, Scenario.Shares[0]).Reason));

    [Fact]
    public void Verify_KeyThatDiffersInAPartOutsideTheEquations_IsRefused()
    {
        var keys = Scenario.Key.VerificationKeys.ToArray();
        keys[3] = Scenario.Key.Arithmetic.Multiply(keys[3], keys[3]);
        var other = new PaillierMasking(
            new ThresholdPublicKey(Scenario.Key.Parts with { VerificationKeys = keys }, ArithmeticEngines.Default), MaskingScenario.Elements);
        Assert.Equal(VerificationReason.EquationFailed, other.VerifyMasked(Contexts.Of(1), Scenario.Masked[0]).Reason);
        Assert.Equal(VerificationReason.EquationFailed, other.VerifyShare(MaskingScenario.ShareContext(1), 1, Scenario.Aggregate, Scenario.Shares[0]).Reason);
    }

    [Fact]
    public void VerifyMasked_AnotherTrainersPayload_IsRefused() =>
        Assert.Equal(VerificationReason.EquationFailed, Scheme.VerifyMasked(Contexts.Of(2), Scenario.Masked[0]).Reason);

    [Fact]
    public void VerifyMasked_AnotherTrainersCiphertextAmongOnesOwn_IsRefused()
    {
        var payload = Scenario.Masked[1].ToArray();
        ElementOf(Scenario.Masked[0], MaskingScenario.MaskedElements, 2).CopyTo(ElementOf(payload, MaskingScenario.MaskedElements, 2));
        Assert.Equal(VerificationReason.EquationFailed, Scheme.VerifyMasked(Contexts.Of(2), payload).Reason);
    }

    [Fact]
    public void VerifyMasked_ElementsChangedWithoutChangingTheirProduct_IsRefused()
    {
        // C_0·X and C_1/X: a proof for the plain product would still hold.
        var payload = Scenario.Masked[0].ToArray();
        Cancel(payload, MaskingScenario.MaskedElements);
        Assert.Equal(VerificationReason.EquationFailed, Scheme.VerifyMasked(Contexts.Of(1), payload).Reason);
    }

    [Fact]
    public void VerifyMasked_ElementsSwapped_IsRefused()
    {
        var payload = Scenario.Masked[0].ToArray();
        var first = ElementOf(payload, MaskingScenario.MaskedElements, 0).ToArray();
        ElementOf(payload, MaskingScenario.MaskedElements, 1).CopyTo(ElementOf(payload, MaskingScenario.MaskedElements, 0));
        first.CopyTo(ElementOf(payload, MaskingScenario.MaskedElements, 1));
        Assert.Equal(VerificationReason.EquationFailed, Scheme.VerifyMasked(Contexts.Of(1), payload).Reason);
    }

    [Fact]
    public void VerifyMasked_NegatedElement_IsRefused()
    {
        // n² − C decrypts to the same plaintext; it is another payload all the same.
        var payload = Scenario.Masked[0].ToArray();
        var element = ElementOf(payload, MaskingScenario.MaskedElements, 0);
        FixedWidth.Write(Scenario.Key.ModulusSquared - FixedWidth.Read(element), element);
        Assert.Equal(VerificationReason.EquationFailed, Scheme.VerifyMasked(Contexts.Of(1), payload).Reason);
    }

    [Fact]
    public void VerifyShare_SharesChangedWithoutChangingTheirProduct_IsRefusedEvenWithAProofForThem()
    {
        // The trainer knows s_j and proves for the altered shares themselves; their canonical signs are kept.
        var payload = Scenario.Shares[0].ToArray();
        Cancel(payload, MaskingScenario.ShareElements, canonical: true);
        int width = Scenario.Key.CiphertextBytes, length = MaskingScenario.Elements * width;
        var ciphertexts = Scenario.Aggregate.AsMemory(MaskingScenario.AggregateElements);
        var shares = payload.AsMemory(MaskingScenario.ShareElements, length);
        var context = MaskingScenario.ShareContext(1);
        var proof = BatchedShareProof.Prove(
            Scenario.Key, context, Scenario.Aggregate, ciphertexts, shares.Span, Scenario.Dealt.Shares[0], 1, Token);
        proof.Encode(Scenario.Key).CopyTo(payload, MaskingScenario.ShareElements + length);
        Assert.Equal(VerificationReason.EquationFailed, Scheme.VerifyShare(context, 1, Scenario.Aggregate, payload).Reason);
    }

    [Fact]
    public void VerifyShare_NegatedShare_IsNotCanonical()
    {
        for (int k = 0; k < MaskingScenario.Elements; k++)
        {
            var payload = Scenario.Shares[0].ToArray();
            var element = ElementOf(payload, MaskingScenario.ShareElements, k);
            FixedWidth.Write(Scenario.Key.ModulusSquared - FixedWidth.Read(element), element);
            Assert.Equal(
                VerificationResult.Refused(VerificationReason.ShareNotCanonical, k),
                Scheme.VerifyShare(MaskingScenario.ShareContext(1), 1, Scenario.Aggregate, payload));
        }
    }

    private static Span<byte> ElementOf(byte[] payload, int start, int k) =>
        payload.AsSpan(start + (k * Scenario.Key.CiphertextBytes), Scenario.Key.CiphertextBytes);

    // Multiplies element 0 by X and divides element 1 by it.
    private static void Cancel(byte[] payload, int start, bool canonical = false)
    {
        var arithmetic = Scenario.Key.Arithmetic;
        Assert.True(arithmetic.TryInvert(12345, out var inverse));
        foreach (var (k, factor) in ((int, BigInteger)[])[(0, 12345), (1, inverse)])
        {
            var element = ElementOf(payload, start, k);
            var value = arithmetic.Multiply(FixedWidth.Read(element), factor);
            FixedWidth.Write(canonical ? BigInteger.Min(value, arithmetic.Modulus - value) : value, element);
        }
    }
}
