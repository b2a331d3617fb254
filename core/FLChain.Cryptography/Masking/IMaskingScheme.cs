using FLChain.Cryptography.Proofs;
using FLChain.Cryptography.Quantization;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Cryptography.Masking;

/// <summary>
/// How a federation masks quantized gradients, adds them under the mask and opens the sum alone (paper, Algorithm 3).
/// Payloads are canonical binary; docs/protocol.md gives every byte. Verifying, aggregating, unmasking and checking an
/// opening use neither randomness nor a clock: the same input gives the same outcome on every machine. Implementations
/// are immutable and thread-safe; <see cref="MaskingSchemes"/> makes them.
/// </summary>
public interface IMaskingScheme
{
    /// <summary>The name under which the ledger's terms know the scheme, such as "paillier".</summary>
    string Name { get; }

    /// <summary>The federation's key, from the ledger.</summary>
    ThresholdPublicKey Key { get; }

    /// <summary>Length and range of the vectors, and how many of them a sum may have.</summary>
    PackingLayout Layout { get; }

    /// <summary>What one vector costs in ciphertexts and bytes.</summary>
    MaskingSize Size { get; }

    /// <summary>
    /// Computes the mask of a vector ahead of the vector. Call it while the local training runs; masking then costs
    /// little more than the proof.
    /// </summary>
    /// <param name="context">Where the vector will be submitted.</param>
    /// <param name="seed">A fresh seed; the caller keeps it until the iteration is final and disposes it.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The mask; the caller disposes it.</returns>
    PreparedMask Prepare(ProofContext context, MaskingSeed seed, CancellationToken cancellationToken = default);

    /// <summary>Masks a vector and proves that its author knows what is under the mask (C(G) and PFC).</summary>
    /// <param name="mask">What <see cref="Prepare"/> of this scheme gave; it is used up.</param>
    /// <param name="values">One value for each parameter, of magnitude at most <see cref="PackingLayout.MaxMagnitude"/>.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ArgumentException">Another length, a value out of range (refused, never reduced), or another scheme's mask.</exception>
    /// <exception cref="InvalidOperationException">The mask was used before.</exception>
    MaskedVector Mask(PreparedMask mask, ReadOnlyMemory<int> values, CancellationToken cancellationToken = default);

    /// <summary>Prepares and masks in one call.</summary>
    /// <param name="context">Where the vector is submitted; the proof holds there only.</param>
    /// <param name="values">As above.</param>
    /// <param name="seed">As for <see cref="Prepare"/>.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ArgumentException">Another length, or a value out of range.</exception>
    MaskedVector Mask(ProofContext context, ReadOnlyMemory<int> values, MaskingSeed seed, CancellationToken cancellationToken = default);

    /// <summary>Whether a payload has the shape of a masked vector: kind, length, every element in range. The proof is not looked at.</summary>
    /// <param name="payload">Any bytes.</param>
    VerificationResult CheckMaskedShape(ReadOnlyMemory<byte> payload);

    /// <summary>Verifies a masked vector: its shape, its elements and its proof in this context (verf_C).</summary>
    /// <param name="context">The context under which it was submitted.</param>
    /// <param name="payload">Any bytes.</param>
    VerificationResult VerifyMasked(ProofContext context, ReadOnlyMemory<byte> payload);

    /// <summary>
    /// The aggregate C(ΣG) of masked vectors, with the number and the digest of the contributions. The order of the
    /// payloads does not matter. Proofs are not verified here.
    /// </summary>
    /// <param name="maskedPayloads">One payload for each contributor, each accepted by <see cref="CheckMaskedShape"/>.</param>
    /// <exception cref="ArgumentException">None, a malformed one, one with an element that is no unit, or the same one twice.</exception>
    byte[] Aggregate(IReadOnlyList<ReadOnlyMemory<byte>> maskedPayloads);

    /// <summary>
    /// A trainer's shares of an aggregate with their proof (CD and PFD). Call it once for each attempt, only for the
    /// aggregate that the ledger documents, after comparing it with one's own <see cref="Aggregate"/>.
    /// </summary>
    /// <param name="context">Where the shares are submitted.</param>
    /// <param name="share">The trainer's key share.</param>
    /// <param name="aggregate">An aggregate of at least two contributions; a single trainer's vector is never opened.</param>
    /// <param name="cancellationToken">Ends the work, which is one long exponentiation for each ciphertext.</param>
    /// <exception cref="ArgumentException">The aggregate is malformed or of a single contribution, or the share is not of this key.</exception>
    byte[] ComputeShare(ProofContext context, SecretKeyShare share, ReadOnlyMemory<byte> aggregate, CancellationToken cancellationToken = default);

    /// <summary>Verifies a trainer's shares: shape, elements and proof in this context against the key's v_j (verf_CD).</summary>
    /// <param name="context">The context under which they were submitted.</param>
    /// <param name="trainerIndex">j of the author, 1 to N.</param>
    /// <param name="aggregate">The documented aggregate.</param>
    /// <param name="sharePayload">Any bytes.</param>
    VerificationResult VerifyShare(ProofContext context, int trainerIndex, ReadOnlyMemory<byte> aggregate, ReadOnlyMemory<byte> sharePayload);

    /// <summary>
    /// Opens an aggregate from shares by trainer index: of those given, the t lowest indices are used. Shares should
    /// have been verified; shapes are checked again, and shares that do not fit each other are noticed.
    /// </summary>
    /// <param name="context">A context of the iteration whose vectors were added; its phase and author do not matter.</param>
    /// <param name="aggregate">The documented aggregate.</param>
    /// <param name="sharePayloads">Payloads by trainer index.</param>
    VectorSum Unmask(ProofContext context, ReadOnlyMemory<byte> aggregate, IReadOnlyDictionary<int, ReadOnlyMemory<byte>> sharePayloads);

    /// <summary>
    /// Opens one masked vector with a revealed seed and says whether it was in range. Deterministic and without a
    /// secret, so authority, partners and contract come to the same finding. The payload's proof is not looked at.
    /// </summary>
    /// <param name="context">The context under which the vector was submitted.</param>
    /// <param name="seed">Any bytes; what is not <see cref="Envelopes.SymmetricKey.LengthBytes"/> long is a mismatch.</param>
    /// <param name="maskedPayload">Any bytes; what is not a masked vector is a mismatch.</param>
    SeedOpening CheckOpening(ProofContext context, ReadOnlySpan<byte> seed, ReadOnlyMemory<byte> maskedPayload);

    /// <summary>As <see cref="CheckOpening"/>, and gives what stands under the mask.</summary>
    /// <param name="context">As above.</param>
    /// <param name="seed">As above.</param>
    /// <param name="maskedPayload">As above.</param>
    /// <param name="values">
    /// One value for each parameter, of magnitude at most <see cref="PackingLayout.MaxMagnitude"/>; null unless the opening
    /// is <see cref="SeedOpening.Honest"/>.
    /// </param>
    SeedOpening Open(ProofContext context, ReadOnlySpan<byte> seed, ReadOnlyMemory<byte> maskedPayload, out int[]? values);
}
