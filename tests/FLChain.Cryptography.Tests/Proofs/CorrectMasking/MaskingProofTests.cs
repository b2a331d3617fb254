using System.Numerics;
using FLChain.Cryptography.Arithmetic;
using FLChain.Cryptography.Proofs;
using FLChain.Cryptography.Proofs.CorrectMasking;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Cryptography.Tests.Proofs.CorrectMasking;

/// <summary>PFC of a single ciphertext.</summary>
public sealed class MaskingProofTests : IDisposable
{
    private static readonly ThresholdPublicKey Key = TestKeys.Get().PublicKey;

    private readonly ProofContext context = Contexts.Of(1);
    private readonly SecretInteger alpha = SecretInteger.Random(256);
    private readonly BigInteger plaintext = (BigInteger.One << 300) + 12345;
    private readonly BigInteger ciphertext;
    private readonly MaskingProof proof;

    public MaskingProofTests()
    {
        ciphertext = PaillierEncryption.Encrypt(Key, plaintext, alpha);
        proof = MaskingProof.Prove(Key, context, ciphertext, plaintext, alpha);
    }

    public void Dispose() => alpha.Dispose();

    [Fact]
    public void Verify_HonestProof_IsValid() => Assert.Equal(VerificationResult.Valid, proof.Verify(Key, context, ciphertext));

    [Fact]
    public void Verify_ExtremePlaintexts_AreValid()
    {
        foreach (var extreme in (BigInteger[])[0, 1, Key.Modulus - 1])
        {
            var extremeCiphertext = PaillierEncryption.Encrypt(Key, extreme, alpha);
            Assert.True(MaskingProof.Prove(Key, context, extremeCiphertext, extreme, alpha).Verify(Key, context, extremeCiphertext).IsValid);
        }
    }

    [Fact]
    public void Verify_EachFieldAltered_IsRefused()
    {
        Assert.Equal(VerificationReason.EquationFailed, (proof with { Commitment = proof.Commitment + 1 }).Verify(Key, context, ciphertext).Reason);
        Assert.Equal(VerificationReason.EquationFailed, (proof with { Commitment = Key.ModulusSquared - proof.Commitment }).Verify(Key, context, ciphertext).Reason);
        Assert.Equal(VerificationReason.EquationFailed, (proof with { PlaintextResponse = proof.PlaintextResponse ^ 1 }).Verify(Key, context, ciphertext).Reason);
        Assert.Equal(VerificationReason.EquationFailed, (proof with { RandomnessResponse = proof.RandomnessResponse ^ 1 }).Verify(Key, context, ciphertext).Reason);
        Assert.Equal(VerificationReason.EquationFailed, proof.Verify(Key, context, ciphertext + 1).Reason);
    }

    [Fact]
    public void Verify_OtherContext_IsRefused() => Assert.All(
        Contexts.Neighbours(context), other => Assert.Equal(VerificationReason.EquationFailed, proof.Verify(Key, other, ciphertext).Reason));

    [Fact]
    public void Verify_OtherKeyWithTheSameModulus_IsRefused()
    {
        // The whole key is bound: θ takes no part in the equation.
        var other = new ThresholdPublicKey(Key.Parts with { Theta = Key.Theta + 1 }, ArithmeticEngines.Default);
        Assert.Equal(VerificationReason.EquationFailed, proof.Verify(other, context, ciphertext).Reason);
    }

    [Fact]
    public void Verify_OutOfRange_IsRefusedBeforeArithmetic()
    {
        int nonceBits = ProofLengths.MaskingNonceBits(Key.ModulusBits);
        foreach (var value in (BigInteger[])[0, -1, Key.ModulusSquared, Key.ModulusSquared + proof.Commitment])
        {
            Assert.Equal(VerificationReason.ElementOutOfRange, (proof with { Commitment = value }).Verify(Key, context, ciphertext).Reason);
            Assert.Equal(VerificationReason.ElementOutOfRange, proof.Verify(Key, context, value).Reason);
        }
        Assert.Equal(VerificationReason.ElementNotAUnit, proof.Verify(Key, context, Key.Modulus).Reason);
        Assert.Equal(VerificationReason.ElementNotAUnit, (proof with { Commitment = Key.Modulus * 7 }).Verify(Key, context, ciphertext).Reason);
        // Both satisfy the equation: (1 + n) has order n. Only the reduced response is the encoding.
        Assert.Equal(VerificationReason.ResponseOutOfRange, (proof with { PlaintextResponse = proof.PlaintextResponse + Key.Modulus }).Verify(Key, context, ciphertext).Reason);
        Assert.Equal(VerificationReason.ResponseOutOfRange, (proof with { PlaintextResponse = -1 }).Verify(Key, context, ciphertext).Reason);
        Assert.Equal(VerificationReason.ResponseOutOfRange, (proof with { RandomnessResponse = BigInteger.One << (nonceBits + 1) }).Verify(Key, context, ciphertext).Reason);
        Assert.Equal(VerificationReason.ResponseOutOfRange, (proof with { RandomnessResponse = -proof.RandomnessResponse }).Verify(Key, context, ciphertext).Reason);
    }

    [Fact]
    public void Verify_ProofForAnotherPlaintext_IsRefused()
    {
        // The prover claims M + 1 for a ciphertext of M.
        var false1 = MaskingProof.Prove(Key, context, ciphertext, plaintext + 1, alpha);
        Assert.Equal(VerificationReason.EquationFailed, false1.Verify(Key, context, ciphertext).Reason);
        using var otherAlpha = SecretInteger.Random(256);
        var false2 = MaskingProof.Prove(Key, context, ciphertext, plaintext, otherAlpha);
        Assert.Equal(VerificationReason.EquationFailed, false2.Verify(Key, context, ciphertext).Reason);
    }

    [Fact]
    public void Encode_RoundTrip_Verifies()
    {
        var bytes = proof.Encode(Key);
        Assert.True(MaskingProof.TryDecode(Key, bytes, out var back));
        Assert.Equal(proof, back);
        Assert.Equal(VerificationResult.Valid, back.Verify(Key, context, ciphertext));
        Assert.False(MaskingProof.TryDecode(Key, bytes.AsSpan(1), out _));
        Assert.False(MaskingProof.TryDecode(Key, [.. bytes, 0], out _));
        Assert.False(MaskingProof.TryDecode(Key, [], out _));
    }

    [Fact]
    public void Prove_Twice_UsesFreshNonces()
    {
        var second = MaskingProof.Prove(Key, context, ciphertext, plaintext, alpha);
        Assert.NotEqual(proof.Commitment, second.Commitment);
        Assert.NotEqual(proof.RandomnessResponse, second.RandomnessResponse);
    }

    [Fact]
    public void Respond_SecondChallenge_IsRefused()
    {
        using var nonce = MaskingNonce.Create(Key, 512);
        using var secret = SecretInteger.FromPublic(plaintext);
        nonce.Respond(3, secret, alpha);
        Assert.Throws<InvalidOperationException>(() => nonce.Respond(4, secret, alpha));
    }
}
