using FLChain.Cryptography.Proofs;
using FLChain.Cryptography.Quantization;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Cryptography.Masking;

/// <summary>
/// The paper's scheme, "paillier": quantized gradients packed into threshold Paillier ciphertexts (paper, Algorithms 2
/// and 3; packing after BatchCrypt). Immutable and thread-safe.
/// </summary>
public sealed class PackedPaillierMasking : IMaskingScheme
{
    private readonly PaillierMasking paillier;
    private readonly int maxDegree;

    /// <summary>The scheme for vectors of one layout under one key.</summary>
    /// <param name="key">The federation's key, from the ledger.</param>
    /// <param name="layout">For a modulus of the key's length.</param>
    /// <param name="options">Use of the machine; by default all processors.</param>
    /// <exception cref="ArgumentException">The layout is for another length of modulus, for fewer trainers than the key has, or has too many plaintexts.</exception>
    public PackedPaillierMasking(ThresholdPublicKey key, PackingLayout layout, MaskingOptions? options = null)
    {
        MaskingSchemes.RequireFit(key, layout);
        Key = key;
        Layout = layout;
        paillier = new PaillierMasking(key, layout.PlaintextCount, options);
        maxDegree = (options ?? new MaskingOptions()).MaxDegreeOfParallelism;
        Size = Measure(layout);
    }

    /// <inheritdoc/>
    public string Name => PaillierMasking.SchemeName;

    /// <inheritdoc/>
    public ThresholdPublicKey Key { get; }

    /// <inheritdoc/>
    public PackingLayout Layout { get; }

    /// <inheritdoc/>
    public MaskingSize Size { get; }

    /// <inheritdoc/>
    public PreparedMask Prepare(ProofContext context, MaskingSeed seed, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(seed);
        return new Prepared(context, this, paillier.Prepare(seed.Bytes, cancellationToken));
    }

    /// <inheritdoc/>
    public MaskedVector Mask(PreparedMask mask, ReadOnlyMemory<int> values, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(mask);
        if (mask is not Prepared prepared || prepared.Scheme != this)
            throw new ArgumentException("The mask was prepared by another scheme.", nameof(mask));
        var plaintexts = Layout.Pack(values.Span);
        mask.Use();
        return paillier.Mask(mask.Context, prepared.Precomputation, plaintexts, cancellationToken);
    }

    /// <inheritdoc/>
    public MaskedVector Mask(ProofContext context, ReadOnlyMemory<int> values, MaskingSeed seed, CancellationToken cancellationToken = default)
    {
        Layout.RequireInRange(values.Span);
        using var mask = Prepare(context, seed, cancellationToken);
        return Mask(mask, values, cancellationToken);
    }

    /// <inheritdoc/>
    public VerificationResult CheckMaskedShape(ReadOnlyMemory<byte> payload) => paillier.CheckMaskedShape(payload);

    /// <inheritdoc/>
    public VerificationResult VerifyMasked(ProofContext context, ReadOnlyMemory<byte> payload) => paillier.VerifyMasked(context, payload);

    /// <inheritdoc/>
    public byte[] Aggregate(IReadOnlyList<ReadOnlyMemory<byte>> maskedPayloads) => paillier.Aggregate(maskedPayloads);

    /// <inheritdoc/>
    public byte[] ComputeShare(
        ProofContext context, SecretKeyShare share, ReadOnlyMemory<byte> aggregate, CancellationToken cancellationToken = default) =>
        paillier.ComputeShare(context, share, aggregate, cancellationToken);

    /// <inheritdoc/>
    public VerificationResult VerifyShare(ProofContext context, int trainerIndex, ReadOnlyMemory<byte> aggregate, ReadOnlyMemory<byte> sharePayload) =>
        paillier.VerifyShare(context, trainerIndex, aggregate, sharePayload);

    /// <inheritdoc/>
    public VectorSum Unmask(ProofContext context, ReadOnlyMemory<byte> aggregate, IReadOnlyDictionary<int, ReadOnlyMemory<byte>> sharePayloads)
    {
        ArgumentNullException.ThrowIfNull(context);
        var combined = paillier.Combine(aggregate, sharePayloads);
        if (!combined.IsSuccess)
            return VectorSum.Failure(combined.Outcome, combined.TrainerIndex);
        return Layout.TryUnpackSum(combined.Sums, combined.Contributors, out var sums, out var failure)
            ? VectorSum.Success(combined.Contributors, sums)
            : VectorSum.Impossible(ParameterOf(failure));
    }

    /// <inheritdoc/>
    public SeedOpening CheckOpening(ProofContext context, ReadOnlySpan<byte> seed, ReadOnlyMemory<byte> maskedPayload) =>
        Open(context, seed, maskedPayload, out _);

    /// <inheritdoc/>
    public SeedOpening Open(ProofContext context, ReadOnlySpan<byte> seed, ReadOnlyMemory<byte> maskedPayload, out int[]? values)
    {
        ArgumentNullException.ThrowIfNull(context);
        values = null;
        if (seed.Length != SecurityParameters.SeedBytes
            || !paillier.CheckMaskedShape(maskedPayload).IsValid
            || !MaskedPayload.TryRead(Key, paillier.PlaintextCount, maskedPayload, out var masked).IsValid
            || !PaillierOpening.TryOpen(Key, masked.Ciphertexts, seed, PaillierMasking.SeedUse, maxDegree, out var plaintexts))
            return SeedOpening.Mismatch;
        if (!Layout.TryUnpackSum(plaintexts, 1, out var sums, out var failure))
            return SeedOpening.OutOfRange(ParameterOf(failure));
        values = Array.ConvertAll(sums, value => (int)value);
        return SeedOpening.Honest;
    }

    internal static MaskingSize Measure(PackingLayout layout) => new(
        layout.PlaintextCount,
        MaskedPayload.Bytes(layout.ModulusBits, layout.PlaintextCount),
        AggregatePayload.Bytes(layout.ModulusBits, layout.PlaintextCount),
        SharePayload.Bytes(layout.ModulusBits, layout.MaxTrainers, layout.PlaintextCount));

    private static int ParameterOf(UnpackFailure failure) => failure.Reason == UnpackReason.SlotOutOfRange ? failure.Index : -1;

    private sealed class Prepared(ProofContext context, PackedPaillierMasking scheme, PaillierPrecomputation precomputation) : PreparedMask(context)
    {
        public PackedPaillierMasking Scheme => scheme;

        public PaillierPrecomputation Precomputation => precomputation;

        public override void Dispose() => precomputation.Dispose();
    }
}
