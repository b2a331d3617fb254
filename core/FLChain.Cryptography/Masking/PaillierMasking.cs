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
/// The paper's scheme: every plaintext is one threshold Paillier ciphertext (paper, Algorithms 2 and 3). The beacon is
/// the same scheme with one plaintext, a uniform 256-bit number. Immutable and thread-safe.
/// </summary>
public sealed class PaillierMasking : IMaskingScheme
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

    /// <inheritdoc/>
    public string Name => SchemeName;

    /// <inheritdoc/>
    public int PlaintextCount { get; }

    private static ReadOnlySpan<byte> SeedUse => "flchain/paillier/mask/v1"u8;

    /// <inheritdoc/>
    public MaskedVector Mask(
        ProofContext context, IReadOnlyList<BigInteger> plaintexts, ReadOnlySpan<byte> seed32, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(plaintexts);
        RequirePlaintexts(plaintexts);
        if (seed32.Length != SecurityParameters.SeedBytes)
            throw new ArgumentException($"The seed must have {SecurityParameters.SeedBytes} bytes.", nameof(seed32));

        var alphas = new SecretInteger[PlaintextCount];
        try
        {
            using (var expansion = new SeedExpansion(Key, seed32, SeedUse))
            {
                for (int k = 0; k < alphas.Length; k++)
                    alphas[k] = expansion.Next(k);
            }
            var ciphertexts = new byte[PlaintextCount * Key.CiphertextBytes];
            ForEachElement(
                k => WriteElement(ciphertexts, k, PaillierEncryption.Encrypt(Key, plaintexts[k], alphas[k])), cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            var proving = Stopwatch.GetTimestamp();
            var proof = BatchedMaskingProof.Prove(Key, context, ciphertexts, plaintexts, alphas);
            return new MaskedVector(MaskedPayload.Write(Key, ciphertexts, proof), PlaintextCount, Stopwatch.GetElapsedTime(proving));
        }
        finally
        {
            foreach (var alpha in alphas)
                alpha?.Dispose();
        }
    }

    /// <inheritdoc/>
    public VerificationResult CheckMaskedShape(ReadOnlyMemory<byte> payload)
    {
        var shape = MaskedPayload.TryRead(Key, PlaintextCount, payload, out var masked);
        return shape.IsValid ? ElementCheck.Range(Key, masked.Ciphertexts.Span) : shape;
    }

    /// <inheritdoc/>
    public VerificationResult VerifyMasked(ProofContext context, ReadOnlyMemory<byte> payload)
    {
        ArgumentNullException.ThrowIfNull(context);
        var shape = MaskedPayload.TryRead(Key, PlaintextCount, payload, out var masked);
        if (!shape.IsValid)
            return shape;
        var elements = ElementCheck.Vector(Key, masked.Ciphertexts.Span);
        return elements.IsValid
            ? BatchedMaskingProof.Verify(Key, context, masked.Ciphertexts, masked.Proof, maxDegree)
            : elements;
    }

    /// <inheritdoc/>
    public byte[] Aggregate(IReadOnlyList<ReadOnlyMemory<byte>> maskedPayloads)
    {
        ArgumentNullException.ThrowIfNull(maskedPayloads);
        if (maskedPayloads.Count == 0 || maskedPayloads.Count > Key.Trainers)
            throw new ArgumentException("An aggregate has at least one and at most N contributions.", nameof(maskedPayloads));
        var digests = maskedPayloads.Select(payload => SHA512.HashData(payload.Span)).ToList();
        if (digests.Select(Convert.ToHexString).Distinct().Count() != digests.Count)
            throw new ArgumentException("A contribution is counted once.", nameof(maskedPayloads));
        var vectors = maskedPayloads.Select(ReadCiphertexts).ToList();

        var product = new byte[PlaintextCount * Key.CiphertextBytes];
        ForEachElement(k =>
        {
            var factors = new byte[vectors.Count * Key.CiphertextBytes];
            for (int i = 0; i < vectors.Count; i++)
                Element(vectors[i], k).CopyTo(factors.AsSpan(i * Key.CiphertextBytes));
            WriteElement(product, k, Key.Arithmetic.Product(factors));
        });
        return AggregatePayload.Write(Key, digests, product);
    }

    /// <inheritdoc/>
    public VerificationResult CheckAggregateShape(ReadOnlyMemory<byte> payload) =>
        AggregatePayload.TryRead(Key, PlaintextCount, payload, out _);

    /// <inheritdoc/>
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

    /// <inheritdoc/>
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

    /// <inheritdoc/>
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

    private void WriteElement(byte[] vector, int k, BigInteger value) =>
        FixedWidth.Write(value, vector.AsSpan(k * Key.CiphertextBytes, Key.CiphertextBytes));
}
