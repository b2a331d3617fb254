using System.Buffers.Binary;
using FLChain.Cryptography.Arithmetic;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Cryptography.Proofs.CorrectMasking;

// Symbols as in MaskingProof, with C* = ∏ C_k^{ρ_k}, M* = Σ ρ_k·M_k and α* = Σ ρ_k·α_k for hashed weights ρ_k.

/// <summary>
/// One PFC for a vector of ciphertexts: knowledge of the opening of C* for weights that are fixed only after every C_k.
/// Whoever can answer for most weights knows every M_k (docs/protocol.md, "Batched proofs").
/// </summary>
internal static class BatchedMaskingProof
{
    private const string Protocol = "flchain/pfc-batch/v1";
    private const string KeyProtocol = "flchain/pfc-rlwe/v1";

    /// <summary>The proof of a vector under the given openings.</summary>
    /// <param name="key">The federation's key.</param>
    /// <param name="context">Where the vector is submitted.</param>
    /// <param name="ciphertexts">K fixed-width ciphertexts.</param>
    /// <param name="attachment">Digest of what is submitted with the vector and masked by it, or empty.</param>
    /// <param name="plaintexts">M_k.</param>
    /// <param name="alphas">α_k.</param>
    /// <param name="nonce">A fresh nonce of <see cref="NonceBits"/>; it is used up.</param>
    public static MaskingProof Prove(
        ThresholdPublicKey key, ProofContext context, ReadOnlySpan<byte> ciphertexts, ReadOnlySpan<byte> attachment,
        IReadOnlyList<SecretInteger> plaintexts, IReadOnlyList<SecretInteger> alphas, MaskingNonce nonce)
    {
        using var transcript = Statement(key, context, ciphertexts, attachment);
        var weights = transcript.Weights("rho", plaintexts.Count);
        int sumLimbs = SecretInteger.LimbsFor(SecurityParameters.WeightBits + SecurityParameters.VectorLengthBits);
        using var plaintextSum = new SecretInteger((key.PlaintextBytes / sizeof(ulong)) + sumLimbs);
        using var alphaSum = new SecretInteger(SecretInteger.LimbsFor(ProofLengths.RandomnessBits(key.ModulusBits)) + sumLimbs);
        Span<ulong> weight = stackalloc ulong[MultiExponentiation.WeightBytes / sizeof(ulong)];
        for (int k = 0; k < plaintexts.Count; k++)
        {
            // Public: weights are hashed from what is submitted.
            var bytes = weights.AsSpan(k * MultiExponentiation.WeightBytes);
            weight[0] = BinaryPrimitives.ReadUInt64BigEndian(bytes[sizeof(ulong)..]);
            weight[1] = BinaryPrimitives.ReadUInt64BigEndian(bytes);
            plaintextSum.AddProduct(plaintexts[k], weight);
            alphaSum.AddProduct(alphas[k], weight);
        }
        return nonce.Respond(MaskingProof.Challenge(transcript, nonce.Commitment), plaintextSum, alphaSum);
    }

    /// <summary>Verifies a proof for a vector whose elements <see cref="ElementCheck"/> has accepted.</summary>
    public static VerificationResult Verify(
        ThresholdPublicKey key, ProofContext context, ReadOnlyMemory<byte> ciphertexts, ReadOnlySpan<byte> attachment, MaskingProof proof, int maxDegree)
    {
        var ranges = proof.CheckRanges(key, NonceBits(key));
        if (!ranges.IsValid)
            return ranges;
        using var transcript = Statement(key, context, ciphertexts.Span, attachment);
        var weights = transcript.Weights("rho", ciphertexts.Length / key.CiphertextBytes);
        var e = MaskingProof.Challenge(transcript, proof.Commitment);
        var folded = MultiExponentiation.Compute(key.Arithmetic, ciphertexts, weights, MultiExponentiation.WeightBytes, maxDegree, CancellationToken.None);
        return proof.CheckEquation(key, folded, e);
    }

    public static int NonceBits(ThresholdPublicKey key) => ProofLengths.BatchedMaskingNonceBits(key.ModulusBits);

    // The two protocols differ in their tag, so a vector proved without an attachment never passes with one.
    private static Transcript Statement(ThresholdPublicKey key, ProofContext context, ReadOnlySpan<byte> ciphertexts, ReadOnlySpan<byte> attachment)
    {
        var transcript = new Transcript(attachment.IsEmpty ? Protocol : KeyProtocol);
        context.AppendTo(transcript);
        transcript.Append("key", key.DigestBytes);
        transcript.Append("count", ciphertexts.Length / key.CiphertextBytes);
        transcript.Append("C", ciphertexts);
        if (!attachment.IsEmpty)
            transcript.Append("y", attachment);
        return transcript;
    }
}
