using FLChain.Cryptography.Arithmetic;
using FLChain.Cryptography.Proofs;

namespace FLChain.Cryptography.RingLwe;

/// <summary>The packed words of a vector, ring element by ring element. Immutable and thread-safe.</summary>
internal sealed class PackedWords(RlweLayout layout)
{
    /// <summary>The bytes of ring element k; every one but the last is whole.</summary>
    public ReadOnlySpan<byte> Slice(ReadOnlyMemory<byte> packed, int k) => packed.Span.Slice(k * layout.Parameters.PolynomialBytes, BytesOf(k));

    /// <summary>The bytes of ring element k, to be written.</summary>
    public Span<byte> Slice(Memory<byte> packed, int k) => packed.Span.Slice(k * layout.Parameters.PolynomialBytes, BytesOf(k));

    public void Write(Memory<byte> packed, int k, ReadOnlySpan<ulong> words) => WordPacking.Pack(words, layout.Parameters.WordBits, Slice(packed, k));

    /// <summary>Reads ring element k of words that <see cref="Check"/> has accepted.</summary>
    public void Read(ReadOnlyMemory<byte> packed, int k, Span<ulong> words) => WordPacking.TryUnpack(Slice(packed, k), layout.Parameters.WordBits, words);

    /// <summary>The sum mod q of ring element k of several vectors that <see cref="Check"/> has accepted.</summary>
    /// <param name="vectors">At least one.</param>
    /// <param name="k">Index of the ring element.</param>
    /// <param name="buffer">Room for two ring elements; the sum stands in it.</param>
    public ReadOnlySpan<ulong> Sum(IReadOnlyList<ReadOnlyMemory<byte>> vectors, int k, ulong[] buffer)
    {
        int count = layout.WordsOf(k);
        ulong q = layout.Parameters.Modulus;
        Span<ulong> sum = buffer.AsSpan(0, count), term = buffer.AsSpan(layout.Parameters.Degree, count);
        Read(vectors[0], k, sum);
        foreach (var vector in vectors.Skip(1))
        {
            Read(vector, k, term);
            for (int i = 0; i < sum.Length; i++)
                sum[i] = Residues.NonNegative(unchecked(sum[i] + term[i] - q), q);
        }
        return sum;
    }

    /// <summary>Whether every word is below q and every bit after the last word zero; the first bad word is named.</summary>
    /// <param name="packed">As long as the layout says.</param>
    /// <param name="maxDegree">Threads at most.</param>
    public VerificationResult Check(ReadOnlyMemory<byte> packed, int maxDegree)
    {
        var results = new VerificationResult[layout.PolynomialCount];
        BoundedParallel.For(results.Length, maxDegree, () => new WordBuffer(layout.Parameters.Degree), (k, buffer) => results[k] = CheckOne(packed, k, buffer.Words), CancellationToken.None);
        foreach (var result in results)
        {
            if (!result.IsValid)
                return result;
        }
        return VerificationResult.Valid;
    }

    private VerificationResult CheckOne(ReadOnlyMemory<byte> packed, int k, ulong[] buffer)
    {
        var words = buffer.AsSpan(0, layout.WordsOf(k));
        if (!WordPacking.TryUnpack(Slice(packed, k), layout.Parameters.WordBits, words))
            return VerificationResult.Refused(VerificationReason.MalformedPayload);
        for (int i = 0; i < words.Length; i++)
        {
            if (words[i] >= layout.Parameters.Modulus)
                return VerificationResult.Refused(VerificationReason.WordOutOfRange, (k * layout.Parameters.Degree) + i);
        }
        return VerificationResult.Valid;
    }

    private int BytesOf(int k) => WordPacking.BytesFor(layout.WordsOf(k), layout.Parameters.WordBits);
}
