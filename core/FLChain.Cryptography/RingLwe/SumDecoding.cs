using FLChain.Cryptography.Arithmetic;
using FLChain.Cryptography.Masking;
using FLChain.Cryptography.Proofs;

namespace FLChain.Cryptography.RingLwe;

// Symbols: S = Σs the opened sum of keys, v = (Σy − a·S + E·T) mod q; ΣG = v mod T and Σe = ⌊v/T⌋ − E.

/// <summary>Takes the masks off a sum of masked vectors, once the sum of their keys is known.</summary>
internal sealed class SumDecoding : IDisposable
{
    private readonly RlweLayout layout;
    private readonly ProofContext context;
    private readonly KeyProducts products;
    private readonly PackedWords packing;
    private readonly WordSlots slots;

    /// <param name="layout">The ring and T.</param>
    /// <param name="context">Of the iteration.</param>
    /// <param name="keySum">S, n coefficients of magnitude at most E.</param>
    public SumDecoding(RlweLayout layout, ProofContext context, ReadOnlySpan<long> keySum)
    {
        this.layout = layout;
        this.context = context;
        products = new KeyProducts(layout.Parameters, keySum);
        packing = new PackedWords(layout);
        slots = new WordSlots(layout);
    }

    /// <summary>The sums of all parameters, or that no honest vectors have this sum.</summary>
    /// <param name="packed">Σy, of words below q.</param>
    /// <param name="contributors">How many vectors were added.</param>
    /// <param name="maxDegree">Threads at most.</param>
    public VectorSum Read(ReadOnlyMemory<byte> packed, int contributors, int maxDegree)
    {
        var sums = GC.AllocateUninitializedArray<long>(layout.Vector.ParameterCount);
        var bad = new int?[layout.PolynomialCount];
        BoundedParallel.For(
            layout.PolynomialCount,
            maxDegree,
            () => new Worker(layout, context),
            (k, worker) => bad[k] = ReadOne(packed, k, contributors, worker, sums),
            CancellationToken.None);
        foreach (int? parameter in bad)
        {
            if (parameter is { } index)
                return VectorSum.Impossible(index);
        }
        return VectorSum.Success(contributors, sums);
    }

    public void Dispose() => products.Dispose();

    private int? ReadOne(ReadOnlyMemory<byte> packed, int k, int contributors, Worker worker, long[] sums)
    {
        worker.Publics.Fill(k, worker.Product);
        products.Multiply(worker.Product);
        var words = worker.Words.AsSpan(0, layout.WordsOf(k));
        packing.Read(packed, k, words);
        ulong q = layout.Parameters.Modulus, mask = (1UL << layout.PlaintextBits) - 1;
        ulong shift = (ulong)layout.SumBound << layout.PlaintextBits;
        ulong limit = (ulong)((2 * layout.SumBound) + 1) << layout.PlaintextBits;
        bool possible = true;
        for (int i = 0; i < words.Length; i++)
        {
            // Below 3q.
            ulong v = words[i] + shift + q - worker.Product[i];
            v = Residues.NonNegative(unchecked(v - (2 * q)), 2 * q);
            v = Residues.NonNegative(unchecked(v - q), q);
            possible &= v < limit;
            words[i] = v & mask;
        }
        if (!possible)
            return -1;
        return slots.TryRead(k, words, contributors, sums, out int bad) ? null : bad;
    }

    private sealed class Worker(RlweLayout layout, ProofContext context) : IDisposable
    {
        public PublicPolynomials Publics { get; } = new(layout.Parameters, context);

        public ulong[] Product { get; } = new ulong[layout.Parameters.Degree];

        public ulong[] Words { get; } = new ulong[layout.Parameters.Degree];

        public void Dispose() => Publics.Dispose();
    }
}
