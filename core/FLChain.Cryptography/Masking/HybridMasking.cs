using System.Diagnostics;
using System.Security.Cryptography;
using FLChain.Cryptography.Arithmetic;
using FLChain.Cryptography.Proofs;
using FLChain.Cryptography.Quantization;
using FLChain.Cryptography.RingLwe;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Cryptography.Masking;

// Symbols: y_k = a_k·s + T·e_k + G_k mod q; a_k public, s the mask's key, e_k errors, G_k packed values; C the
// ciphertexts of s under threshold Paillier.

/// <summary>
/// The hybrid scheme, "rlwe-paillier": a key-homomorphic ring-LWE mask over the gradient and only the mask's short key
/// under threshold Paillier (after Willow, ePrint 2024/936, and ACORN, ePrint 2022/1461). Shares are of the key's
/// ciphertexts, so their cost does not grow with the model. docs/protocol.md has parameters, noise bounds and the
/// security argument. Immutable and thread-safe.
/// </summary>
public sealed class HybridMasking : IMaskingScheme
{
    /// <summary>The scheme's name on the ledger.</summary>
    public const string SchemeName = "rlwe-paillier";

    private readonly RlweLayout ring;
    private readonly PaillierMasking keys;
    private readonly KeyPacking keyPacking;
    private readonly PackedWords packing;
    private readonly WordSlots slots;
    private readonly int maxDegree;

    /// <summary>The scheme for vectors of one layout under one key.</summary>
    /// <param name="key">The federation's key, from the ledger.</param>
    /// <param name="layout">For a modulus of the key's length.</param>
    /// <param name="options">Use of the machine; by default all processors.</param>
    /// <exception cref="ArgumentException">The layout is for another length of modulus or for fewer trainers than the key has.</exception>
    public HybridMasking(ThresholdPublicKey key, PackingLayout layout, MaskingOptions? options = null)
    {
        MaskingSchemes.RequireFit(key, layout);
        Key = key;
        Layout = layout;
        ring = RlweLayout.For(layout);
        keys = new PaillierMasking(key, ring.KeyCiphertexts, options);
        keyPacking = new KeyPacking(ring, key);
        packing = new PackedWords(ring);
        slots = new WordSlots(ring);
        maxDegree = (options ?? new MaskingOptions()).MaxDegreeOfParallelism;
        Size = Measure(layout);
    }

    /// <inheritdoc/>
    public string Name => SchemeName;

    /// <inheritdoc/>
    public ThresholdPublicKey Key { get; }

    /// <inheritdoc/>
    public PackingLayout Layout { get; }

    /// <inheritdoc/>
    public MaskingSize Size { get; }

    private long MaskedKeyBytes => MaskedPayload.Bytes(Key.ModulusBits, ring.KeyCiphertexts);

    private long AggregateKeyBytes => AggregatePayload.Bytes(Key.ModulusBits, ring.KeyCiphertexts);

    /// <inheritdoc/>
    public PreparedMask Prepare(ProofContext context, MaskingSeed seed, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(seed);
        using var expansion = new MaskExpansion(ring, context, Key, seed.Bytes);
        var prepared = new HybridPreparedMask(context, this, ring.WordCount);
        try
        {
            prepared.Encrypt(keys, keyPacking.Pack(expansion.Key), seed.Bytes, cancellationToken);
            BoundedParallel.For(
                ring.PolynomialCount,
                maxDegree,
                expansion.CreateWorker,
                (k, worker) => worker.Mask(k)[..ring.WordsOf(k)].CopyTo(WordsOf(prepared.Words, k)),
                cancellationToken);
            return prepared;
        }
        catch
        {
            prepared.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public MaskedVector Mask(PreparedMask mask, ReadOnlyMemory<int> values, CancellationToken cancellationToken = default)
    {
        Layout.RequireInRange(values.Span);
        return Mask(mask, (k, words) => slots.Add(k, values.Span, words), cancellationToken);
    }

    /// <inheritdoc/>
    public MaskedVector Mask(ProofContext context, ReadOnlyMemory<int> values, MaskingSeed seed, CancellationToken cancellationToken = default)
    {
        Layout.RequireInRange(values.Span);
        using var mask = Prepare(context, seed, cancellationToken);
        return Mask(mask, values, cancellationToken);
    }

    /// <inheritdoc/>
    public VerificationResult CheckMaskedShape(ReadOnlyMemory<byte> payload)
    {
        var shape = HybridPayload.TryRead(ring, HybridPayload.Masked, MaskedKeyBytes, payload, out var read);
        if (shape.IsValid)
            shape = keys.CheckMaskedShape(read.KeyPart);
        return shape.IsValid ? packing.Check(read.Words, maxDegree) : shape;
    }

    /// <inheritdoc/>
    public VerificationResult VerifyMasked(ProofContext context, ReadOnlyMemory<byte> payload)
    {
        ArgumentNullException.ThrowIfNull(context);
        var shape = HybridPayload.TryRead(ring, HybridPayload.Masked, MaskedKeyBytes, payload, out var read);
        if (shape.IsValid)
            shape = packing.Check(read.Words, maxDegree);
        return shape.IsValid ? keys.VerifyMasked(context, read.KeyPart, SHA512.HashData(read.Words.Span)) : shape;
    }

    /// <inheritdoc/>
    public byte[] Aggregate(IReadOnlyList<ReadOnlyMemory<byte>> maskedPayloads)
    {
        ArgumentNullException.ThrowIfNull(maskedPayloads);
        var read = maskedPayloads.Select(ReadContribution).ToList();
        var vectors = read.Select(payload => payload.Words).ToList();
        var keyPart = keys.Aggregate(maskedPayloads, index => read[index].KeyPart);
        var aggregate = HybridPayload.Create(ring, HybridPayload.Aggregate, AggregateKeyBytes, out var keyTarget, out var words);
        keyPart.CopyTo(keyTarget);
        BoundedParallel.For(
            ring.PolynomialCount,
            maxDegree,
            () => new WordBuffer(2 * ring.Parameters.Degree),
            (k, buffer) => packing.Write(words, k, packing.Sum(vectors, k, buffer.Words)),
            CancellationToken.None);
        return aggregate;
    }

    /// <inheritdoc/>
    public byte[] ComputeShare(
        ProofContext context, SecretKeyShare share, ReadOnlyMemory<byte> aggregate, CancellationToken cancellationToken = default)
    {
        var shape = HybridPayload.TryRead(ring, HybridPayload.Aggregate, AggregateKeyBytes, aggregate, out var read);
        return shape.IsValid
            ? keys.ComputeShare(context, share, read.KeyPart, cancellationToken)
            : throw new ArgumentException($"This is not an aggregate of this scheme: {shape}.", nameof(aggregate));
    }

    /// <inheritdoc/>
    public VerificationResult VerifyShare(ProofContext context, int trainerIndex, ReadOnlyMemory<byte> aggregate, ReadOnlyMemory<byte> sharePayload)
    {
        var shape = HybridPayload.TryRead(ring, HybridPayload.Aggregate, AggregateKeyBytes, aggregate, out var read);
        return shape.IsValid ? keys.VerifyShare(context, trainerIndex, read.KeyPart, sharePayload) : shape;
    }

    /// <inheritdoc/>
    public VectorSum Unmask(ProofContext context, ReadOnlyMemory<byte> aggregate, IReadOnlyDictionary<int, ReadOnlyMemory<byte>> sharePayloads)
    {
        ArgumentNullException.ThrowIfNull(context);
        var shape = HybridPayload.TryRead(ring, HybridPayload.Aggregate, AggregateKeyBytes, aggregate, out var read);
        if (shape.IsValid)
            shape = packing.Check(read.Words, maxDegree);
        if (!shape.IsValid)
            return VectorSum.Failure(shape);
        var combined = keys.Combine(read.KeyPart, sharePayloads);
        if (!combined.IsSuccess)
            return VectorSum.Failure(combined.Outcome, combined.TrainerIndex);
        var key = new long[ring.Parameters.Degree];
        if (!keyPacking.TryUnpack(combined.Sums, key))
            return VectorSum.Impossible();
        using var decoding = new SumDecoding(ring, context, key);
        return decoding.Read(read.Words, combined.Contributors, maxDegree);
    }

    /// <inheritdoc/>
    public SeedOpening CheckOpening(ProofContext context, ReadOnlySpan<byte> seed, ReadOnlyMemory<byte> maskedPayload) =>
        Open(context, seed, maskedPayload, out _);

    /// <inheritdoc/>
    public SeedOpening Open(ProofContext context, ReadOnlySpan<byte> seed, ReadOnlyMemory<byte> maskedPayload, out int[]? values)
    {
        ArgumentNullException.ThrowIfNull(context);
        values = null;
        if (seed.Length != SecurityParameters.SeedBytes || !CheckMaskedShape(maskedPayload).IsValid)
            return SeedOpening.Mismatch;
        HybridPayload.TryRead(ring, HybridPayload.Masked, MaskedKeyBytes, maskedPayload, out var read);
        MaskedPayload.TryRead(Key, ring.KeyCiphertexts, read.KeyPart, out var masked);
        using var expansion = new MaskExpansion(ring, context, Key, seed);
        if (!PaillierOpening.TryOpen(Key, masked.Ciphertexts, seed, HybridPreparedMask.KeySeedUse, maxDegree, out var opened))
            return SeedOpening.Mismatch;
        var expected = keyPacking.Pack(expansion.Key);
        bool same = expected.Select(plaintext => plaintext.Reveal()).SequenceEqual(opened);
        SeedExpansion.Clear(expected);
        return same ? new VectorOpening(ring, expansion).Read(read.Words, out values) : SeedOpening.Mismatch;
    }

    internal static MaskingSize Measure(PackingLayout layout)
    {
        var ring = RlweLayout.For(layout);
        return new MaskingSize(
            ring.KeyCiphertexts,
            HybridPayload.Bytes(ring, MaskedPayload.Bytes(layout.ModulusBits, ring.KeyCiphertexts)),
            HybridPayload.Bytes(ring, AggregatePayload.Bytes(layout.ModulusBits, ring.KeyCiphertexts)),
            SharePayload.Bytes(layout.ModulusBits, layout.MaxTrainers, ring.KeyCiphertexts));
    }

    /// <summary>Masks whatever is added to the mask's words: quantized values, or in tests what a cheater would add.</summary>
    internal MaskedVector Mask(PreparedMask mask, AddToWords add, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(mask);
        if (mask is not HybridPreparedMask prepared || prepared.Scheme != this)
            throw new ArgumentException("The mask was prepared by another scheme.", nameof(mask));
        mask.Use();
        var payload = HybridPayload.Create(ring, HybridPayload.Masked, MaskedKeyBytes, out var keyTarget, out var packed);
        BoundedParallel.For(
            ring.PolynomialCount,
            maxDegree,
            k =>
            {
                var words = WordsOf(prepared.Words, k);
                add(k, words);
                packing.Write(packed, k, words);
            },
            cancellationToken);
        var proving = Stopwatch.GetTimestamp();
        prepared.ProveTo(keyTarget.Span, keys, SHA512.HashData(packed.Span));
        return new MaskedVector(payload, ring.KeyCiphertexts, Stopwatch.GetElapsedTime(proving));
    }

    private Span<ulong> WordsOf(ulong[] words, int k) => words.AsSpan(k * ring.Parameters.Degree, ring.WordsOf(k));

    private HybridPayload ReadContribution(ReadOnlyMemory<byte> payload)
    {
        var shape = HybridPayload.TryRead(ring, HybridPayload.Masked, MaskedKeyBytes, payload, out var read);
        if (shape.IsValid)
            shape = packing.Check(read.Words, maxDegree);
        return shape.IsValid
            ? read
            : throw new ArgumentException($"A contribution is not a masked vector of this scheme: {shape}.", nameof(payload));
    }
}
