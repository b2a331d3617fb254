using System.Numerics;
using FLChain.Cryptography.Arithmetic;
using FLChain.Cryptography.Proofs;
using FLChain.Cryptography.Proofs.CorrectShare;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Cryptography.Tests.Proofs.CorrectShare;

/// <summary>PFD of a single share.</summary>
public sealed class ShareProofTests
{
    private static readonly DealtKey Dealt = TestKeys.Get();
    private static readonly ThresholdPublicKey Key = Dealt.PublicKey;
    private static readonly BigInteger Ciphertext = PaillierEncryption.EncryptPlain(Key, 77, 123456789);

    private readonly ProofContext context = Contexts.Of(2, "share");
    private readonly BigInteger share = ShareOf(2, Ciphertext);
    private readonly ShareProof proof;

    public ShareProofTests() => proof = ShareProof.Prove(Key, context, Ciphertext, share, Dealt.Shares[1]);

    [Fact]
    public void Verify_HonestProof_IsValid() => Assert.Equal(VerificationResult.Valid, Verify(proof));

    [Fact]
    public void Verify_EachFieldAltered_IsRefused()
    {
        Assert.Equal(VerificationReason.EquationFailed, Verify(proof with { CiphertextCommitment = proof.CiphertextCommitment + 1 }).Reason);
        Assert.Equal(VerificationReason.EquationFailed, Verify(proof with { CiphertextCommitment = Key.ModulusSquared - proof.CiphertextCommitment }).Reason);
        Assert.Equal(VerificationReason.EquationFailed, Verify(proof with { KeyCommitment = proof.KeyCommitment + 1 }).Reason);
        Assert.Equal(VerificationReason.EquationFailed, Verify(proof with { KeyCommitment = Key.ModulusSquared - proof.KeyCommitment }).Reason);
        Assert.Equal(VerificationReason.EquationFailed, Verify(proof with { Response = proof.Response ^ 1 }).Reason);
        Assert.Equal(VerificationReason.EquationFailed, proof.Verify(Key, context, 2, Ciphertext, share - 1).Reason);
        Assert.Equal(VerificationReason.EquationFailed, proof.Verify(Key, context, 2, Ciphertext + 1, share).Reason);
        Assert.Equal(VerificationReason.EquationFailed, proof.Verify(Key, context, 3, Ciphertext, share).Reason);
    }

    [Fact]
    public void Verify_OtherContext_IsRefused() => Assert.All(
        Contexts.Neighbours(context), other => Assert.Equal(VerificationReason.EquationFailed, proof.Verify(Key, other, 2, Ciphertext, share).Reason));

    [Fact]
    public void Verify_OtherKeyWithTheSameNumbers_IsRefused()
    {
        var other = new ThresholdPublicKey(Key.Parts with { Theta = Key.Theta + 1 }, ArithmeticEngines.Default);
        Assert.Equal(VerificationReason.EquationFailed, proof.Verify(other, context, 2, Ciphertext, share).Reason);
    }

    [Fact]
    public void Verify_OutOfRange_IsRefusedBeforeArithmetic()
    {
        foreach (int index in (int[])[0, -1, 5, int.MaxValue])
            Assert.Equal(VerificationReason.UnknownTrainer, proof.Verify(Key, context, index, Ciphertext, share).Reason);
        foreach (var value in (BigInteger[])[0, -1, Key.ModulusSquared])
        {
            Assert.Equal(VerificationReason.ElementOutOfRange, Verify(proof with { CiphertextCommitment = value }).Reason);
            Assert.Equal(VerificationReason.ElementOutOfRange, Verify(proof with { KeyCommitment = value }).Reason);
            Assert.Equal(VerificationReason.ElementOutOfRange, proof.Verify(Key, context, 2, value, share).Reason);
            Assert.Equal(VerificationReason.ElementOutOfRange, proof.Verify(Key, context, 2, Ciphertext, value).Reason);
        }
        Assert.Equal(VerificationReason.ElementNotAUnit, proof.Verify(Key, context, 2, Key.Modulus, share).Reason);
        Assert.Equal(VerificationReason.ElementNotAUnit, proof.Verify(Key, context, 2, Ciphertext, Key.Modulus).Reason);
        Assert.Equal(VerificationReason.ElementNotAUnit, Verify(proof with { KeyCommitment = Key.Modulus }).Reason);
        var tooLong = BigInteger.One << (ProofLengths.ShareNonceBits(Key) + 1);
        Assert.Equal(VerificationReason.ResponseOutOfRange, Verify(proof with { Response = tooLong }).Reason);
        Assert.Equal(VerificationReason.ResponseOutOfRange, Verify(proof with { Response = -proof.Response }).Reason);
    }

    [Fact]
    public void Verify_NegativeOfTheShare_IsRefusedThoughItsSquareFits()
    {
        var negative = Key.ModulusSquared - share;
        var proofForNegative = ShareProof.Prove(Key, context, Ciphertext, negative, Dealt.Shares[1]);
        Assert.Equal(VerificationReason.ShareNotCanonical, proofForNegative.Verify(Key, context, 2, Ciphertext, negative).Reason);
    }

    [Fact]
    public void Verify_WrongShareWithTheRightSecret_IsRefused()
    {
        // The prover knows s_j and proves honestly, but publishes another share.
        var wrong = ShareOf(2, PaillierEncryption.EncryptPlain(Key, 78, 123456789));
        var false1 = ShareProof.Prove(Key, context, Ciphertext, wrong, Dealt.Shares[1]);
        Assert.Equal(VerificationReason.EquationFailed, false1.Verify(Key, context, 2, Ciphertext, wrong).Reason);
    }

    [Fact]
    public void Encode_RoundTrip_Verifies()
    {
        var bytes = proof.Encode(Key);
        Assert.True(ShareProof.TryDecode(Key, bytes, out var back));
        Assert.Equal(proof, back);
        Assert.Equal(VerificationResult.Valid, Verify(back));
        Assert.False(ShareProof.TryDecode(Key, bytes.AsSpan(1), out _));
        Assert.False(ShareProof.TryDecode(Key, [.. bytes, 0], out _));
    }

    private static BigInteger ShareOf(int trainer, BigInteger ciphertext)
    {
        using var exponent = DecryptionShare.Exponent(Key, Dealt.Shares[trainer - 1]);
        return DecryptionShare.Compute(Key, ciphertext, exponent);
    }

    private VerificationResult Verify(ShareProof altered) => altered.Verify(Key, context, 2, Ciphertext, share);
}
