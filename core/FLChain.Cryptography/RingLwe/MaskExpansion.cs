using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using FLChain.Cryptography.Masking;
using FLChain.Cryptography.Proofs;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Cryptography.RingLwe;

// Symbols: s key, e_k errors, a_k public ring elements, T = 2^(slots·width).

/// <summary>
/// The ring-LWE masks a_k·s + T·e_k of one vector, with s and every e_k expanded from one seed. Safe for concurrent use
/// until disposed, with one <see cref="Worker"/> for each thread.
/// </summary>
internal sealed class MaskExpansion : IDisposable
{
    private readonly RlweLayout layout;
    private readonly ProofContext context;
    private readonly long[] key;
    private readonly KeyProducts products;
    private readonly byte[] errorKey = GC.AllocateUninitializedArray<byte>(256 / 8, pinned: true);

    /// <param name="layout">The ring and T.</param>
    /// <param name="context">Of the iteration.</param>
    /// <param name="publicKey">The federation's key.</param>
    /// <param name="seed">32 bytes.</param>
    public MaskExpansion(RlweLayout layout, ProofContext context, ThresholdPublicKey publicKey, ReadOnlySpan<byte> seed)
    {
        this.layout = layout;
        this.context = context;
        key = GC.AllocateUninitializedArray<long>(layout.Parameters.Degree, pinned: true);
        Span<byte> keyOfKey = stackalloc byte[256 / 8];
        using (var expansion = new SeedExpansion(publicKey, seed, SeedUse))
        {
            expansion.StreamKey("s"u8, keyOfKey);
            expansion.StreamKey("e"u8, errorKey);
        }
        using (var stream = new CounterStream(keyOfKey))
            Sample(stream, 0, MemoryMarshal.Cast<long, ulong>(key.AsSpan()));
        CryptographicOperations.ZeroMemory(keyOfKey);
        products = new KeyProducts(layout.Parameters, key);
    }

    /// <summary>What the seed is expanded for.</summary>
    public static ReadOnlySpan<byte> SeedUse => "flchain/rlwe-paillier/mask/v1"u8;

    /// <summary>s: n coefficients of magnitude at most <see cref="RlweParameters.CoefficientBound"/>.</summary>
    public ReadOnlySpan<long> Key => key;

    public Worker CreateWorker() => new(this);

    public void Dispose()
    {
        products.Dispose();
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(key.AsSpan()));
        CryptographicOperations.ZeroMemory(errorKey);
    }

    private static void Sample(CounterStream stream, long index, Span<ulong> samples)
    {
        stream.Fill(index, 0, samples);
        DiscreteGaussian.Sample(samples);
    }

    /// <summary>One thread's streams and working memory.</summary>
    internal sealed class Worker : IDisposable
    {
        private readonly MaskExpansion owner;
        private readonly PublicPolynomials publics;
        private readonly CounterStream errors;
        private readonly ulong[] error;
        private readonly ulong[] mask;

        public Worker(MaskExpansion owner)
        {
            this.owner = owner;
            publics = new PublicPolynomials(owner.layout.Parameters, owner.context);
            errors = new CounterStream(owner.errorKey);
            error = GC.AllocateUninitializedArray<ulong>(owner.layout.Parameters.Degree, pinned: true);
            mask = GC.AllocateUninitializedArray<ulong>(owner.layout.Parameters.Degree, pinned: true);
        }

        /// <summary>a_k·s + T·e_k: n words below q, in this worker's memory until its next call.</summary>
        public Span<ulong> Mask(int k)
        {
            publics.Fill(k, mask);
            owner.products.Multiply(mask);
            Sample(errors, k, error);
            AddScaled();
            return mask;
        }

        // T·e is above −q and below q; q is added where it is negative, and taken off where the sum reaches it.
        private void AddScaled()
        {
            var modulus = Vector512.Create(owner.layout.Parameters.Modulus);
            int bits = owner.layout.PlaintextBits;
            var masks = MemoryMarshal.Cast<ulong, Vector512<ulong>>(mask.AsSpan());
            var errorVectors = MemoryMarshal.Cast<ulong, Vector512<ulong>>(error.AsSpan());
            for (int i = 0; i < masks.Length; i++)
            {
                var scaled = errorVectors[i] << bits;
                var sum = masks[i] + scaled + (modulus & Vector512.ShiftRightArithmetic(scaled.AsInt64(), 63).AsUInt64());
                masks[i] = Vector512.Min(sum, sum - modulus);
            }
        }

        public void Dispose()
        {
            publics.Dispose();
            errors.Dispose();
            CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(error.AsSpan()));
            CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(mask.AsSpan()));
        }
    }
}
