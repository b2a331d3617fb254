using System.Numerics;
using FLChain.Cryptography.Arithmetic;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Cryptography.Proofs.PlainMasking;

// Symbols: C = (1 + n)^M·r^n ciphertext, x and u nonces, B = (1 + n)^x·u^n commitment, e challenge, w and z responses.

/// <summary>
/// PFC for the paper's plain form C = (1 + n)^M·r^n (Cramer–Damgård–Nielsen 2001, section 8.1): knowledge of M and r.
/// No payload carries it: it stands as the reference beside the fixed-base form, and its nonces, unlike that form's,
/// are plain integers that cannot be erased.
/// </summary>
internal sealed record PlainMaskingProof
{
    private const string Protocol = "flchain/pfc-plain/v1";

    /// <summary>B = (1 + n)^x·u^n mod n².</summary>
    public required BigInteger Commitment { get; init; }

    /// <summary>w = x + e·M mod n.</summary>
    public required BigInteger PlaintextResponse { get; init; }

    /// <summary>z = u·r^e mod n.</summary>
    public required BigInteger RandomnessResponse { get; init; }

    public static PlainMaskingProof Prove(
        ThresholdPublicKey key, ProofContext context, BigInteger ciphertext, BigInteger plaintext, BigInteger randomness)
    {
        var n = key.Modulus;
        using var bound = SecretInteger.FromPublic(n);
        using var secretX = SecretInteger.RandomBelow(bound, key.ModulusBits);
        using var secretU = SecretInteger.RandomBelow(bound, key.ModulusBits);
        BigInteger x = secretX.Reveal(), u = secretU.Reveal();
        var commitment = PaillierEncryption.EncryptPlain(key, x, u);
        var e = Challenge(key, context, ciphertext, commitment);
        return new PlainMaskingProof
        {
            Commitment = commitment,
            PlaintextResponse = (x + (e * plaintext)) % n,
            RandomnessResponse = u * BigInteger.ModPow(randomness, e, n) % n,
        };
    }

    public VerificationResult Verify(ThresholdPublicKey key, ProofContext context, BigInteger ciphertext)
    {
        foreach (var element in (BigInteger[])[ciphertext, Commitment])
        {
            var check = ElementCheck.Single(key, element);
            if (!check.IsValid)
                return check;
        }
        if (PlaintextResponse.Sign < 0 || PlaintextResponse >= key.Modulus || RandomnessResponse.Sign <= 0 || RandomnessResponse >= key.Modulus)
            return VerificationResult.Refused(VerificationReason.ResponseOutOfRange);
        // (1 + n)^w·z^n = B·C^e mod n².
        var e = Challenge(key, context, ciphertext, Commitment);
        var left = PaillierEncryption.EncryptPlain(key, PlaintextResponse, RandomnessResponse);
        var right = key.Arithmetic.Multiply(Commitment, key.Arithmetic.Power(ciphertext, e));
        return left == right ? VerificationResult.Valid : VerificationResult.Refused(VerificationReason.EquationFailed);
    }

    private static BigInteger Challenge(ThresholdPublicKey key, ProofContext context, BigInteger ciphertext, BigInteger commitment)
    {
        using var transcript = new Transcript(Protocol);
        context.AppendTo(transcript);
        transcript.Append("key", key.DigestBytes);
        transcript.Append("C", ciphertext);
        transcript.Append("B", commitment);
        return transcript.Challenge("e");
    }
}
