using FLChain.Cryptography.Arithmetic;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Cryptography.Proofs.CorrectShare;

// Symbols as in ShareProof, with c* = ∏ c_k^{ρ_k} and c*_j = ∏ c_{j,k}^{ρ_k} for hashed weights ρ_k.

/// <summary>One PFD for a vector of shares: the proof for (c*, c*_j), with weights that are fixed only after every share.</summary>
internal static class BatchedShareProof
{
    private const string Protocol = "flchain/pfd-batch/v1";

    /// <param name="key">The federation's key.</param>
    /// <param name="context">Where the shares are submitted.</param>
    /// <param name="aggregate">The whole aggregate payload, which names its contributors.</param>
    /// <param name="ciphertexts">Its K ciphertexts.</param>
    /// <param name="shares">K shares.</param>
    /// <param name="secret">s_j.</param>
    /// <param name="maxDegree">Threads at most.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static ShareProof Prove(
        ThresholdPublicKey key, ProofContext context, ReadOnlySpan<byte> aggregate, ReadOnlyMemory<byte> ciphertexts,
        ReadOnlySpan<byte> shares, SecretKeyShare secret, int maxDegree, CancellationToken cancellationToken)
    {
        using var transcript = Statement(key, context, secret.TrainerIndex, aggregate, shares);
        var weights = transcript.Weights("rho", shares.Length / key.CiphertextBytes);
        var folded = MultiExponentiation.Compute(key.Arithmetic, ciphertexts, weights, MultiExponentiation.WeightBytes, maxDegree, cancellationToken);
        return ShareProof.Respond(key, transcript, folded, secret);
    }

    /// <summary>Verifies a proof for shares that <see cref="ElementCheck"/> has accepted, of a trainer that the key knows.</summary>
    public static VerificationResult Verify(
        ThresholdPublicKey key, ProofContext context, int trainerIndex, ReadOnlySpan<byte> aggregate, ReadOnlyMemory<byte> ciphertexts,
        ReadOnlyMemory<byte> shares, ShareProof proof, int maxDegree)
    {
        var ranges = proof.CheckRanges(key);
        if (!ranges.IsValid)
            return ranges;
        using var transcript = Statement(key, context, trainerIndex, aggregate, shares.Span);
        var weights = transcript.Weights("rho", shares.Length / key.CiphertextBytes);
        var folded = MultiExponentiation.Compute(key.Arithmetic, ciphertexts, weights, MultiExponentiation.WeightBytes, maxDegree, CancellationToken.None);
        var foldedShare = MultiExponentiation.Compute(key.Arithmetic, shares, weights, MultiExponentiation.WeightBytes, maxDegree, CancellationToken.None);
        return proof.CheckEquations(key, transcript, trainerIndex, folded, foldedShare);
    }

    private static Transcript Statement(
        ThresholdPublicKey key, ProofContext context, int trainerIndex, ReadOnlySpan<byte> aggregate, ReadOnlySpan<byte> shares)
    {
        var transcript = new Transcript(Protocol);
        context.AppendTo(transcript);
        transcript.Append("key", key.DigestBytes);
        transcript.Append("j", trainerIndex);
        transcript.Append("count", shares.Length / key.CiphertextBytes);
        transcript.Append("aggregate", aggregate);
        transcript.Append("c_j", shares);
        return transcript;
    }
}
