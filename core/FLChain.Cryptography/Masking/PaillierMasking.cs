using System.Diagnostics;
using System.Numerics;
using System.Security.Cryptography;
using FLChain.Cryptography.Arithmetic;
using FLChain.Cryptography.Proofs;
using FLChain.Cryptography.Proofs.CorrectMasking;
using FLChain.Cryptography.Proofs.CorrectShare;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Cryptography.Masking;

/// <summary>
/// Masks vectors of whole numbers: every plaintext is one threshold Paillier ciphertext (paper, Algorithms 2 and 3). The
/// beacon is this with one plaintext, a uniform 256-bit number; <see cref="PackedPaillierMasking"/> packs quantized
/// gradients into it, and <see cref="HybridMasking"/> the keys of its masks. Immutable and thread-safe.
/// </summary>
public sealed class PaillierMasking
{
    /// <summary>The scheme's name on the ledger.</summary>
    public const string SchemeName = "paillier";

    private readonly int maxDegree;

    /// <summary>The scheme for vectors of one length under one key.</summary>
    /// <param name="key">The federation's key, from the ledger.</param>
    /// <param name="plaintextCount">Plaintexts of a vector, 1 to 2^20.</param>
    /// <param name="options">Use of the machine; by default all processors.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is out of range.</exception>
    public PaillierMasking(ThresholdPublicKey key, int plaintextCount, MaskingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentOutOfRangeException.ThrowIfLessThan(plaintextCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(plaintextCount, 1 << SecurityParameters.VectorLengthBits);
        Key = key;
        PlaintextCount = plaintextCount;
        maxDegree = (options ?? new MaskingOptions()).MaxDegreeOfParallelism;
    }

    /// <summary>The federation's key.</summary>
    public ThresholdPublicKey Key { get; }

    /// <summary>Number of plaintexts of one vector.</summary>
    public int PlaintextCount { get; }

    internal static ReadOnlySpan<byte> SeedUse => "flchain/paillier/mask/v1"u8;

    /// <summary>Masks a vector and proves that its author knows what is under the mask (C(G) and PFC).</summary>
    /// <param name="context">Where the payload is submitted; the proof holds there only.</param>
    /// <param name="plaintexts"><see cref="PlaintextCount"/> numbers, at least zero and at most <see cref="ThresholdPublicKey.MaxPlaintext"/>.</param>
    /// <param name="seed32">32 secret random bytes, fresh for each submission attempt; all randomness of the ciphertexts is expanded from them. Proof nonces are drawn apart.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ArgumentException">Wrong count, seed length, or a plaintext out of range: it is refused, never reduced.</exception>
    public MaskedVector Mask(
        ProofContext context, IReadOnlyList<BigInteger> plaintexts, ReadOnlySpan<byte> seed32, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(plaintexts);
        RequirePlaintexts(plaintexts);
        using var precomputation = Prepare(seed32, cancellationToken);
        return Mask(context, precomputation, plaintexts, cancellationToken);
    }

    /// <summary>Whether a payload has the shape of a masked vector: kind, length, every element below n² and not zero. The proof is not looked at.</summary>
    /// <param name="payload">Any bytes.</param>
    public VerificationResult CheckMaskedShape(ReadOnlyMemory<byte> payload)
    {
        var shape = MaskedPayload.TryRead(Key, PlaintextCount, payload, out var masked);
        return shape.IsValid ? ElementCheck.Range(Key, masked.Ciphertexts.Span) : shape;
    }

    /// <summary>Verifies a masked vector: its shape, its elements and its proof in this context (verf_C).</summary>
    /// <param name="context">The context under which it was submitted.</param>
    /// <param name="payload">Any bytes.</param>
    public VerificationResult VerifyMasked(ProofContext context, ReadOnlyMemory<byte> payload) => VerifyMasked(context, payload, []);

    /// <summary>
    /// The aggregate of masked vectors: the products of their elements, with the number and the digest of the
    /// contributions. The order of the payloads does not matter. Proofs are not verified here.
    /// </summary>
    /// <param name="maskedPayloads">One payload for each contributor, each accepted by <see cref="CheckMaskedShape"/>.</param>
    /// <exception cref="ArgumentException">None, a malformed one, or the same one twice.</exception>
    public byte[] Aggregate(IReadOnlyList<ReadOnlyMemory<byte>> maskedPayloads) => Aggregate(maskedPayloads, index => maskedPayloads[index]);

    /// <inheritdoc cref="IMaskingScheme.ComputeShare"/>
    public byte[] ComputeShare(
        ProofContext context, SecretKeyShare share, ReadOnlyMemory<byte> aggregate, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(share);
        var shape = AggregatePayload.TryRead(Key, PlaintextCount, aggregate, out var read);
        if (!shape.IsValid)
            throw new ArgumentException($"This is not an aggregate of this scheme: {shape}.", nameof(aggregate));
        if (read.Contributors < 2)
            throw new ArgumentException("The vector of a single trainer is never opened.", nameof(aggregate));
        if (!Key.CouldOwn(share))
            throw new ArgumentException("The share does not belong to this key.", nameof(share));

        using var exponent = DecryptionShare.Exponent(Key, share);
        var shares = new byte[PlaintextCount * Key.CiphertextBytes];
        ForEachElement(
            k => WriteElement(shares, k, DecryptionShare.Compute(Key, FixedWidth.Read(Element(read.Ciphertexts, k)), exponent)),
            cancellationToken);
        var proof = BatchedShareProof.Prove(Key, context, aggregate.Span, read.Ciphertexts, shares, share, maxDegree, cancellationToken);
        return SharePayload.Write(Key, share.TrainerIndex, shares, proof);
    }

    /// <inheritdoc cref="IMaskingScheme.VerifyShare"/>
    public VerificationResult VerifyShare(ProofContext context, int trainerIndex, ReadOnlyMemory<byte> aggregate, ReadOnlyMemory<byte> sharePayload)
    {
        ArgumentNullException.ThrowIfNull(context);
        var aggregateShape = AggregatePayload.TryRead(Key, PlaintextCount, aggregate, out var sum);
        if (!aggregateShape.IsValid)
            return aggregateShape;
        var shape = SharePayload.TryRead(Key, PlaintextCount, trainerIndex, sharePayload, out var read);
        return shape.IsValid
            ? BatchedShareProof.Verify(Key, context, trainerIndex, aggregate.Span, sum.Ciphertexts, read.Shares, read.Proof, maxDegree)
            : shape;
    }

    /// <summary>
    /// Opens an aggregate from shares by trainer index: of those given, the t lowest indices are used. Shares should
    /// have been verified; shapes are checked again, and shares that do not fit each other are noticed.
    /// </summary>
    /// <param name="aggregate">The documented aggregate.</param>
    /// <param name="sharePayloads">Payloads by trainer index.</param>
    public CombineResult Combine(ReadOnlyMemory<byte> aggregate, IReadOnlyDictionary<int, ReadOnlyMemory<byte>> sharePayloads)
    {
        ArgumentNullException.ThrowIfNull(sharePayloads);
        var aggregateShape = AggregatePayload.TryRead(Key, PlaintextCount, aggregate, out var sum);
        if (!aggregateShape.IsValid)
            return CombineResult.Failure(aggregateShape);
        if (sharePayloads.Count < Key.Threshold)
            return CombineResult.Failure(VerificationResult.Refused(VerificationReason.TooFewShares));

        var indices = sharePayloads.Keys.Order().Take(Key.Threshold).ToArray();
        var shares = new ReadOnlyMemory<byte>[indices.Length];
        for (int i = 0; i < indices.Length; i++)
        {
            var shape = SharePayload.TryRead(Key, PlaintextCount, indices[i], sharePayloads[indices[i]], out var read);
            if (!shape.IsValid)
                return CombineResult.Failure(shape, indices[i]);
            shares[i] = read.Shares;
        }
        return Open(sum.Contributors, new ShareCombination(Key, indices), shares);
    }

    internal PaillierPrecomputation Prepare(ReadOnlySpan<byte> seed32, CancellationToken cancellationToken) =>
        Prepare(seed32, SeedUse, cancellationToken);

    /// <summary>What K encryptions and their proof need besides plaintexts, from a seed for the given use.</summary>
    internal PaillierPrecomputation Prepare(ReadOnlySpan<byte> seed32, ReadOnlySpan<byte> use, CancellationToken cancellationToken) =>
        seed32.Length == SecurityParameters.SeedBytes
            ? PaillierPrecomputation.Create(Key, PlaintextCount, seed32, use, maxDegree, cancellationToken)
            : throw new ArgumentException($"The seed must have {SecurityParameters.SeedBytes} bytes.", nameof(seed32));

    /// <summary>Masks plaintexts below n, whose size nobody looks at, with a precomputation that is used up.</summary>
    internal MaskedVector Mask(
        ProofContext context, PaillierPrecomputation precomputation, IReadOnlyList<BigInteger> plaintexts, CancellationToken cancellationToken)
    {
        SecretInteger[] secrets = [.. plaintexts.Select(SecretInteger.FromPublic)];
        try
        {
            var ciphertexts = Encrypt(precomputation, secrets, cancellationToken);
            var proving = Stopwatch.GetTimestamp();
            var proof = Prove(context, ciphertexts, [], secrets, precomputation);
            return new MaskedVector(MaskedPayload.Write(Key, ciphertexts, proof), PlaintextCount, Stopwatch.GetElapsedTime(proving));
        }
        finally
        {
            SeedExpansion.Clear(secrets);
        }
    }

    /// <summary>K ciphertexts of plaintexts below n.</summary>
    internal byte[] Encrypt(PaillierPrecomputation precomputation, IReadOnlyList<SecretInteger> plaintexts, CancellationToken cancellationToken)
    {
        var ciphertexts = new byte[PlaintextCount * Key.CiphertextBytes];
        BoundedParallel.For(
            PlaintextCount,
            maxDegree,
            () => new PaillierEncryptor(Key),
            (k, encryptor) => encryptor.Encrypt(plaintexts[k], precomputation.Power(k), Slot(ciphertexts, k)),
            cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return ciphertexts;
    }

    internal MaskingProof Prove(
        ProofContext context, ReadOnlySpan<byte> ciphertexts, ReadOnlySpan<byte> attachment,
        IReadOnlyList<SecretInteger> plaintexts, PaillierPrecomputation precomputation) =>
        BatchedMaskingProof.Prove(Key, context, ciphertexts, attachment, plaintexts, precomputation.Alphas, precomputation.Nonce);

    internal VerificationResult VerifyMasked(ProofContext context, ReadOnlyMemory<byte> payload, ReadOnlySpan<byte> attachment)
    {
        ArgumentNullException.ThrowIfNull(context);
        var shape = MaskedPayload.TryRead(Key, PlaintextCount, payload, out var masked);
        if (!shape.IsValid)
            return shape;
        var elements = ElementCheck.Vector(Key, masked.Ciphertexts.Span);
        return elements.IsValid
            ? BatchedMaskingProof.Verify(Key, context, masked.Ciphertexts, attachment, masked.Proof, maxDegree)
            : elements;
    }

    /// <summary>As <see cref="Aggregate(IReadOnlyList{ReadOnlyMemory{byte}})"/>, of the part of each payload that holds ciphertexts; digests are of the whole.</summary>
    internal byte[] Aggregate(
        IReadOnlyList<ReadOnlyMemory<byte>> maskedPayloads, Func<int, ReadOnlyMemory<byte>> ciphertextPart)
    {
        ArgumentNullException.ThrowIfNull(maskedPayloads);
        if (maskedPayloads.Count == 0 || maskedPayloads.Count > Key.Trainers)
            throw new ArgumentException("An aggregate has at least one and at most N contributions.", nameof(maskedPayloads));
        var digests = maskedPayloads.Select(payload => SHA512.HashData(payload.Span)).ToList();
        if (digests.Select(Convert.ToHexString).Distinct().Count() != digests.Count)
            throw new ArgumentException("A contribution is counted once.", nameof(maskedPayloads));
        var vectors = Enumerable.Range(0, maskedPayloads.Count).Select(index => ReadCiphertexts(ciphertextPart(index))).ToList();

        var product = new byte[PlaintextCount * Key.CiphertextBytes];
        BoundedParallel.For(
            PlaintextCount, maxDegree, () => Key.Arithmetic.CreateRegisters(2), (k, registers) => WriteProduct(registers, vectors, k, Slot(product, k)), CancellationToken.None);
        return AggregatePayload.Write(Key, digests, product);
    }

    // ∏ of element k of all vectors.
    private void WriteProduct(IResidueRegisters registers, List<ReadOnlyMemory<byte>> vectors, int k, Span<byte> target)
    {
        registers.SetOne(0);
        foreach (var vector in vectors)
        {
            registers.Load(1, Element(vector, k));
            registers.Multiply(0, 0, 1);
        }
        registers.Store(0, target);
    }

    private CombineResult Open(int contributors, ShareCombination combination, ReadOnlyMemory<byte>[] shares)
    {
        var sums = new BigInteger?[PlaintextCount];
        ForEachElement(k => sums[k] = combination.Open([.. shares.Select(vector => FixedWidth.Read(Element(vector, k)))]));
        int unopened = Array.IndexOf(sums, null);
        return unopened < 0
            ? CombineResult.Success(contributors, [.. sums.Select(value => value!.Value)])
            : CombineResult.Failure(VerificationResult.Refused(VerificationReason.SharesInconsistent, unopened));
    }

    private ReadOnlyMemory<byte> ReadCiphertexts(ReadOnlyMemory<byte> payload)
    {
        var shape = MaskedPayload.TryRead(Key, PlaintextCount, payload, out var masked);
        if (shape.IsValid)
            shape = ElementCheck.Vector(Key, masked.Ciphertexts.Span);
        return shape.IsValid
            ? masked.Ciphertexts
            : throw new ArgumentException($"A contribution is not a masked vector of this scheme: {shape}.", nameof(payload));
    }

    private void RequirePlaintexts(IReadOnlyList<BigInteger> plaintexts)
    {
        if (plaintexts.Count != PlaintextCount)
            throw new ArgumentException($"The vector must have {PlaintextCount} plaintexts.", nameof(plaintexts));
        var maximum = Key.MaxPlaintext;
        foreach (var plaintext in plaintexts)
        {
            if (plaintext.Sign < 0 || plaintext > maximum)
                throw new ArgumentOutOfRangeException(nameof(plaintexts), "A plaintext must be between zero and (n − 1)/N, so that the sum is exact.");
        }
    }

    private void ForEachElement(Action<int> body, CancellationToken cancellationToken = default) =>
        BoundedParallel.For(PlaintextCount, maxDegree, body, cancellationToken);

    private ReadOnlySpan<byte> Element(ReadOnlyMemory<byte> vector, int k) => vector.Span.Slice(k * Key.CiphertextBytes, Key.CiphertextBytes);

    private Span<byte> Slot(byte[] vector, int k) => vector.AsSpan(k * Key.CiphertextBytes, Key.CiphertextBytes);

    private void WriteElement(byte[] vector, int k, BigInteger value) => FixedWidth.Write(value, Slot(vector, k));
}
