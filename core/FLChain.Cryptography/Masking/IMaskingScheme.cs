using System.Numerics;
using FLChain.Cryptography.Proofs;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Cryptography.Masking;

/// <summary>
/// How a federation masks vectors of whole numbers, adds them under the mask and opens the sum alone (paper,
/// Algorithm 3). Payloads are canonical binary, big-endian and of fixed width; docs/protocol.md gives every byte.
/// Verifying, aggregating and combining use neither randomness nor a clock: the same input gives the same outcome on
/// every machine. Implementations are immutable and thread-safe.
/// </summary>
public interface IMaskingScheme
{
    /// <summary>The name under which the ledger's terms know the scheme, such as "paillier".</summary>
    string Name { get; }

    /// <summary>Number of plaintexts (packed slots groups) of one vector.</summary>
    int PlaintextCount { get; }

    /// <summary>Masks a vector and proves that its author knows what is under the mask (C(G) and PFC).</summary>
    /// <param name="context">Where the payload is submitted; the proof holds there only.</param>
    /// <param name="plaintexts"><see cref="PlaintextCount"/> numbers, at least zero and at most the scheme's maximum.</param>
    /// <param name="seed32">32 secret random bytes, fresh for each submission attempt; all randomness of the ciphertexts is expanded from them. Proof nonces are drawn apart.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ArgumentException">Wrong count, seed length, or a plaintext out of range: it is refused, never reduced.</exception>
    MaskedVector Mask(ProofContext context, IReadOnlyList<BigInteger> plaintexts, ReadOnlySpan<byte> seed32, CancellationToken cancellationToken = default);

    /// <summary>Whether a payload has the shape of a masked vector: kind, length, every element below n² and not zero. The proof is not looked at.</summary>
    /// <param name="payload">Any bytes.</param>
    VerificationResult CheckMaskedShape(ReadOnlyMemory<byte> payload);

    /// <summary>Verifies a masked vector: its shape, its elements and its proof in this context (verf_C).</summary>
    /// <param name="context">The context under which it was submitted.</param>
    /// <param name="payload">Any bytes.</param>
    VerificationResult VerifyMasked(ProofContext context, ReadOnlyMemory<byte> payload);

    /// <summary>
    /// The aggregate C(ΣG) of masked vectors: the products of their elements, with the number and the digest of the
    /// contributions. The order of the payloads does not matter. Proofs are not verified here.
    /// </summary>
    /// <param name="maskedPayloads">One payload for each contributor, each accepted by <see cref="CheckMaskedShape"/>.</param>
    /// <exception cref="ArgumentException">None, a malformed one, or the same one twice.</exception>
    byte[] Aggregate(IReadOnlyList<ReadOnlyMemory<byte>> maskedPayloads);

    /// <summary>Whether a payload has the shape of an aggregate and every element of it is a unit.</summary>
    /// <param name="payload">Any bytes.</param>
    VerificationResult CheckAggregateShape(ReadOnlyMemory<byte> payload);

    /// <summary>
    /// A trainer's shares of an aggregate with their proof (CD and PFD). Call it once for each attempt, only for the
    /// aggregate that the ledger documents, after comparing it with one's own <see cref="Aggregate"/>.
    /// </summary>
    /// <param name="context">Where the shares are submitted.</param>
    /// <param name="share">The trainer's key share.</param>
    /// <param name="aggregate">An aggregate of at least two contributions; a single trainer's vector is never opened.</param>
    /// <param name="cancellationToken">Ends the work, which is one long exponentiation for each element.</param>
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
    /// <param name="aggregate">The documented aggregate.</param>
    /// <param name="sharePayloads">Payloads by trainer index.</param>
    CombineResult Combine(ReadOnlyMemory<byte> aggregate, IReadOnlyDictionary<int, ReadOnlyMemory<byte>> sharePayloads);
}
