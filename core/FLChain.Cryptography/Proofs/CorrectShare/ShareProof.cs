using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using FLChain.Cryptography.Arithmetic;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Cryptography.Proofs.CorrectShare;

// Symbols: c ciphertext, c_j = ±c^{2Δ·s_j} share of trainer j, v and v_j = v^{Δ·s_j} verification keys, r nonce,
// a = (c⁴)^r and b = v^r commitments, e challenge, z response. Statement: log_{c⁴}(c_j²) = log_v(v_j).

/// <summary>
/// PFD, the proof of a correct share (paper, Algorithm 3; Shoup 2000, section 5): c_j and v_j have the same exponent.
/// The verification keys are those of the public key and never part of the proof.
/// </summary>
internal sealed record ShareProof
{
    private const string Protocol = "flchain/pfd/v1";

    /// <summary>a = (c⁴)^r mod n².</summary>
    public required BigInteger CiphertextCommitment { get; init; }

    /// <summary>b = v^r mod n².</summary>
    public required BigInteger KeyCommitment { get; init; }

    /// <summary>z = r + e·Δ·s_j over the integers.</summary>
    public required BigInteger Response { get; init; }

    public static ShareProof Prove(ThresholdPublicKey key, ProofContext context, BigInteger ciphertext, BigInteger share, SecretKeyShare secret)
    {
        using var transcript = Statement(key, context, secret.TrainerIndex, ciphertext, share);
        return Respond(key, transcript, ciphertext, secret);
    }

    public VerificationResult Verify(ThresholdPublicKey key, ProofContext context, int trainerIndex, BigInteger ciphertext, BigInteger share)
    {
        if (trainerIndex < 1 || trainerIndex > key.Trainers)
            return VerificationResult.Refused(VerificationReason.UnknownTrainer);
        foreach (var element in (BigInteger[])[ciphertext, share])
        {
            var check = ElementCheck.Single(key, element);
            if (!check.IsValid)
                return check;
        }
        if (!DecryptionShare.IsCanonical(key, share))
            return VerificationResult.Refused(VerificationReason.ShareNotCanonical);
        var ranges = CheckRanges(key);
        if (!ranges.IsValid)
            return ranges;
        using var transcript = Statement(key, context, trainerIndex, ciphertext, share);
        return CheckEquations(key, transcript, trainerIndex, ciphertext, share);
    }

    public static int EncodedBytes(ThresholdPublicKey key) => EncodedBytes(key.ModulusBits, key.Trainers);

    public static int EncodedBytes(int modulusBits, int trainers) =>
        (2 * (modulusBits / 4)) + ProofLengths.ResponseBytes(ProofLengths.ShareNonceBits(modulusBits, trainers));

    public byte[] Encode(ThresholdPublicKey key)
    {
        var bytes = new byte[EncodedBytes(key)];
        FixedWidth.Write(CiphertextCommitment, bytes.AsSpan(0, key.CiphertextBytes));
        FixedWidth.Write(KeyCommitment, bytes.AsSpan(key.CiphertextBytes, key.CiphertextBytes));
        FixedWidth.Write(Response, bytes.AsSpan(2 * key.CiphertextBytes));
        return bytes;
    }

    public static bool TryDecode(ThresholdPublicKey key, ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out ShareProof? proof)
    {
        proof = null;
        if (bytes.Length != EncodedBytes(key))
            return false;
        proof = new ShareProof
        {
            CiphertextCommitment = FixedWidth.Read(bytes[..key.CiphertextBytes]),
            KeyCommitment = FixedWidth.Read(bytes.Slice(key.CiphertextBytes, key.CiphertextBytes)),
            Response = FixedWidth.Read(bytes[(2 * key.CiphertextBytes)..]),
        };
        return true;
    }

    // Commits, takes the challenge from the transcript and answers it.
    internal static ShareProof Respond(ThresholdPublicKey key, Transcript transcript, BigInteger ciphertext, SecretKeyShare secret)
    {
        var arithmetic = key.Arithmetic;
        using var r = SecretInteger.Random(ProofLengths.ShareNonceBits(key));
        var a = arithmetic.PowerSecret(arithmetic.Power(ciphertext, 4), r);
        var b = key.VerificationBasePowers.PowerSecret(r);
        using var challenge = SecretInteger.FromPublic(Challenge(transcript, a, b) * Combinatorics.Factorial(key.Trainers));
        using var z = r.Resize(Math.Max(r.LimbCount, challenge.LimbCount + secret.Value.LimbCount) + 1);
        z.AddProduct(secret.Value, challenge);
        return new ShareProof { CiphertextCommitment = a, KeyCommitment = b, Response = z.Reveal() };
    }

    internal VerificationResult CheckRanges(ThresholdPublicKey key)
    {
        foreach (var commitment in (BigInteger[])[CiphertextCommitment, KeyCommitment])
        {
            var check = ElementCheck.Single(key, commitment);
            if (!check.IsValid)
                return check;
        }
        return ProofLengths.IsResponse(Response, ProofLengths.ShareNonceBits(key))
            ? VerificationResult.Valid : VerificationResult.Refused(VerificationReason.ResponseOutOfRange);
    }

    // (c⁴)^z = a·(c_j²)^e and v^z = b·v_j^e mod n².
    internal VerificationResult CheckEquations(
        ThresholdPublicKey key, Transcript transcript, int trainerIndex, BigInteger ciphertext, BigInteger share)
    {
        var arithmetic = key.Arithmetic;
        var e = Challenge(transcript, CiphertextCommitment, KeyCommitment);
        bool ciphertextSide = arithmetic.Power(arithmetic.Power(ciphertext, 4), Response)
            == arithmetic.Multiply(CiphertextCommitment, arithmetic.Power(share, 2 * e));
        bool keySide = ciphertextSide && key.VerificationBasePowers.Power(Response)
            == arithmetic.Multiply(KeyCommitment, arithmetic.Power(key.VerificationKeys[trainerIndex - 1], e));
        return keySide ? VerificationResult.Valid : VerificationResult.Refused(VerificationReason.EquationFailed);
    }

    private static BigInteger Challenge(Transcript transcript, BigInteger a, BigInteger b)
    {
        transcript.Append("a", a);
        transcript.Append("b", b);
        return transcript.Challenge("e");
    }

    private static Transcript Statement(ThresholdPublicKey key, ProofContext context, int trainerIndex, BigInteger ciphertext, BigInteger share)
    {
        var transcript = new Transcript(Protocol);
        context.AppendTo(transcript);
        transcript.Append("key", key.DigestBytes);
        transcript.Append("j", trainerIndex);
        transcript.Append("c", ciphertext);
        transcript.Append("c_j", share);
        return transcript;
    }
}
