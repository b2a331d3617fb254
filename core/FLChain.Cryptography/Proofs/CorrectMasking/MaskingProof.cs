using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using FLChain.Cryptography.Arithmetic;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Cryptography.Proofs.CorrectMasking;

// Symbols: n modulus, h_n fixed base, C = (1 + n)^M·h_n^α ciphertext, M plaintext, α randomness, x and ρ nonces,
// B = (1 + n)^x·h_n^ρ commitment, e challenge, w and z responses.

/// <summary>
/// PFC, the proof of correct masking (paper, Algorithm 3; Cramer–Damgård–Nielsen 2001): whoever made it knows the
/// plaintext of C = (1 + n)^M·h_n^α. It says nothing of the plaintext's size.
/// </summary>
internal sealed record MaskingProof
{
    private const string Protocol = "flchain/pfc/v1";

    /// <summary>B = (1 + n)^x·h_n^ρ mod n².</summary>
    public required BigInteger Commitment { get; init; }

    /// <summary>w = x + e·M mod n.</summary>
    public required BigInteger PlaintextResponse { get; init; }

    /// <summary>z = ρ + e·α over the integers.</summary>
    public required BigInteger RandomnessResponse { get; init; }

    public static MaskingProof Prove(
        ThresholdPublicKey key, ProofContext context, BigInteger ciphertext, BigInteger plaintext, SecretInteger alpha)
    {
        using var transcript = Statement(key, context, ciphertext);
        using var secret = SecretInteger.FromPublic(plaintext);
        using var nonce = MaskingNonce.Create(key, ProofLengths.MaskingNonceBits(key.ModulusBits));
        return nonce.Respond(Challenge(transcript, nonce.Commitment), secret, alpha);
    }

    public VerificationResult Verify(ThresholdPublicKey key, ProofContext context, BigInteger ciphertext)
    {
        var element = ElementCheck.Single(key, ciphertext);
        if (!element.IsValid)
            return element;
        var ranges = CheckRanges(key, ProofLengths.MaskingNonceBits(key.ModulusBits));
        if (!ranges.IsValid)
            return ranges;
        using var transcript = Statement(key, context, ciphertext);
        return CheckEquation(key, ciphertext, Challenge(transcript, Commitment));
    }

    public byte[] Encode(ThresholdPublicKey key) => Encode(key, ProofLengths.MaskingNonceBits(key.ModulusBits));

    public static bool TryDecode(ThresholdPublicKey key, ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out MaskingProof? proof) =>
        TryDecode(key, bytes, ProofLengths.MaskingNonceBits(key.ModulusBits), out proof);

    internal static int EncodedBytes(ThresholdPublicKey key, int nonceBits) => EncodedBytes(key.ModulusBits, nonceBits);

    internal static int EncodedBytes(int modulusBits, int nonceBits) =>
        (modulusBits / 4) + (modulusBits / 8) + ProofLengths.ResponseBytes(nonceBits);

    internal byte[] Encode(ThresholdPublicKey key, int nonceBits)
    {
        var bytes = new byte[EncodedBytes(key, nonceBits)];
        FixedWidth.Write(Commitment, bytes.AsSpan(0, key.CiphertextBytes));
        FixedWidth.Write(PlaintextResponse, bytes.AsSpan(key.CiphertextBytes, key.PlaintextBytes));
        FixedWidth.Write(RandomnessResponse, bytes.AsSpan(key.CiphertextBytes + key.PlaintextBytes));
        return bytes;
    }

    internal static bool TryDecode(
        ThresholdPublicKey key, ReadOnlySpan<byte> bytes, int nonceBits, [NotNullWhen(true)] out MaskingProof? proof)
    {
        proof = null;
        if (bytes.Length != EncodedBytes(key, nonceBits))
            return false;
        proof = new MaskingProof
        {
            Commitment = FixedWidth.Read(bytes[..key.CiphertextBytes]),
            PlaintextResponse = FixedWidth.Read(bytes.Slice(key.CiphertextBytes, key.PlaintextBytes)),
            RandomnessResponse = FixedWidth.Read(bytes[(key.CiphertextBytes + key.PlaintextBytes)..]),
        };
        return true;
    }

    internal static BigInteger Challenge(Transcript transcript, BigInteger commitment)
    {
        transcript.Append("B", commitment);
        return transcript.Challenge("e");
    }

    internal VerificationResult CheckRanges(ThresholdPublicKey key, int nonceBits)
    {
        var commitment = ElementCheck.Single(key, Commitment);
        if (!commitment.IsValid)
            return commitment;
        bool inRange = PlaintextResponse.Sign >= 0 && PlaintextResponse < key.Modulus
            && ProofLengths.IsResponse(RandomnessResponse, nonceBits);
        return inRange ? VerificationResult.Valid : VerificationResult.Refused(VerificationReason.ResponseOutOfRange);
    }

    // (1 + n)^w·h_n^z = B·C^e mod n², where (1 + n)^w = 1 + w·n.
    internal VerificationResult CheckEquation(ThresholdPublicKey key, BigInteger ciphertext, BigInteger e)
    {
        var arithmetic = key.Arithmetic;
        var left = arithmetic.Multiply(BigInteger.One + (PlaintextResponse * key.Modulus), key.PowerOfFixedBase(RandomnessResponse));
        var right = arithmetic.Multiply(Commitment, arithmetic.Power(ciphertext, e));
        return left == right ? VerificationResult.Valid : VerificationResult.Refused(VerificationReason.EquationFailed);
    }

    private static Transcript Statement(ThresholdPublicKey key, ProofContext context, BigInteger ciphertext)
    {
        var transcript = new Transcript(Protocol);
        context.AppendTo(transcript);
        transcript.Append("key", key.DigestBytes);
        transcript.Append("C", ciphertext);
        return transcript;
    }
}
