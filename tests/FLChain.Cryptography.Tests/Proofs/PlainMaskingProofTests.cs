using System.Numerics;
using FLChain.Cryptography.Proofs;
using FLChain.Cryptography.Proofs.PlainMasking;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Cryptography.Tests.Proofs;

/// <summary>PFC of the paper's plain form r^n.</summary>
public sealed class PlainMaskingProofTests
{
    private static readonly ThresholdPublicKey Key = TestKeys.Get().PublicKey;
    private static readonly BigInteger Plaintext = 424242;
    private static readonly BigInteger Randomness = (BigInteger.One << 400) + 987654321;

    private readonly ProofContext context = Contexts.Of(2);
    private readonly BigInteger ciphertext = PaillierEncryption.EncryptPlain(Key, Plaintext, Randomness);
    private readonly PlainMaskingProof proof;

    public PlainMaskingProofTests() => proof = PlainMaskingProof.Prove(Key, context, ciphertext, Plaintext, Randomness);

    [Fact]
    public void Verify_HonestProof_IsValid() => Assert.Equal(VerificationResult.Valid, proof.Verify(Key, context, ciphertext));

    [Fact]
    public void Verify_EachFieldAltered_IsRefused()
    {
        Assert.Equal(VerificationReason.EquationFailed, (proof with { Commitment = proof.Commitment + 1 }).Verify(Key, context, ciphertext).Reason);
        Assert.Equal(VerificationReason.EquationFailed, (proof with { PlaintextResponse = proof.PlaintextResponse ^ 1 }).Verify(Key, context, ciphertext).Reason);
        Assert.Equal(VerificationReason.EquationFailed, (proof with { RandomnessResponse = proof.RandomnessResponse ^ 1 }).Verify(Key, context, ciphertext).Reason);
        Assert.Equal(VerificationReason.EquationFailed, proof.Verify(Key, context, ciphertext + 1).Reason);
    }

    [Fact]
    public void Verify_OtherContext_IsRefused() => Assert.All(
        Contexts.Neighbours(context), other => Assert.Equal(VerificationReason.EquationFailed, proof.Verify(Key, other, ciphertext).Reason));

    [Fact]
    public void Verify_OutOfRange_IsRefused()
    {
        Assert.Equal(VerificationReason.ElementOutOfRange, proof.Verify(Key, context, 0).Reason);
        Assert.Equal(VerificationReason.ElementOutOfRange, proof.Verify(Key, context, ciphertext + Key.ModulusSquared).Reason);
        Assert.Equal(VerificationReason.ElementNotAUnit, (proof with { Commitment = Key.Modulus }).Verify(Key, context, ciphertext).Reason);
        foreach (var value in (BigInteger[])[-1, Key.Modulus, Key.Modulus + proof.RandomnessResponse])
        {
            Assert.Equal(VerificationReason.ResponseOutOfRange, (proof with { PlaintextResponse = value }).Verify(Key, context, ciphertext).Reason);
            Assert.Equal(VerificationReason.ResponseOutOfRange, (proof with { RandomnessResponse = value }).Verify(Key, context, ciphertext).Reason);
        }
        Assert.Equal(VerificationReason.ResponseOutOfRange, (proof with { RandomnessResponse = 0 }).Verify(Key, context, ciphertext).Reason);
    }

    [Fact]
    public void Verify_ProofForAnotherPlaintext_IsRefused() => Assert.Equal(
        VerificationReason.EquationFailed,
        PlainMaskingProof.Prove(Key, context, ciphertext, Plaintext + 1, Randomness).Verify(Key, context, ciphertext).Reason);
}
