using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FLChain.Cryptography.RingLwe;

// Symbols as in NegacyclicTransform, with w' = ⌊w·2^32/q⌋: for q < 2^29 and a < 4q every product fits 64 bits.

/// <summary>
/// The inverse transform and products of a ring whose words are short, eight words at a time. The same results as
/// <see cref="NegacyclicTransform"/>, and the same laziness: words stay below 2q between layers. Immutable and thread-safe.
/// </summary>
internal sealed class NarrowInverseTransform
{
    private const int Lanes = 8;
    private const int QuotientBits = 32;

    // Which lane holds the first, and the second, of a lane's pair at distances 1, 2 and 4.
    private static readonly (Vector512<ulong> First, Vector512<ulong> Second)[] Pairs =
    [
        (Vector512.Create(0UL, 0, 2, 2, 4, 4, 6, 6), Vector512.Create(1UL, 1, 3, 3, 5, 5, 7, 7)),
        (Vector512.Create(0UL, 1, 0, 1, 4, 5, 4, 5), Vector512.Create(2UL, 3, 2, 3, 6, 7, 6, 7)),
        (Vector512.Create(0UL, 1, 2, 3, 0, 1, 2, 3), Vector512.Create(4UL, 5, 6, 7, 4, 5, 6, 7)),
    ];

    private readonly int degree;
    private readonly ulong q;
    private readonly ulong[] factors;
    private readonly ulong[] quotients;
    private readonly ulong scale;
    private readonly ulong lastFactor;

    // The factor of each word's pair at distances 1, 2 and 4.
    private readonly Vector512<ulong>[][] shortFactors;
    private readonly Vector512<ulong>[][] shortQuotients;

    /// <param name="parameters">A ring with q below 2^29.</param>
    /// <param name="inverseFactors">ψ^−brv(i) at i.</param>
    /// <param name="scale">1/n.</param>
    /// <param name="lastFactor">The last layer's factor, with 1/n in it.</param>
    public NarrowInverseTransform(RlweParameters parameters, ReadOnlySpan<ulong> inverseFactors, ulong scale, ulong lastFactor)
    {
        degree = parameters.Degree;
        q = parameters.Modulus;
        factors = inverseFactors.ToArray();
        quotients = [.. factors.Select(Quotient)];
        this.scale = scale;
        this.lastFactor = lastFactor;
        shortFactors = [.. Enumerable.Range(0, Pairs.Length).Select(layer => Expand(factors, 1 << layer))];
        shortQuotients = [.. Enumerable.Range(0, Pairs.Length).Select(layer => Expand(quotients, 1 << layer))];
    }

    /// <summary>⌊w·2^32/q⌋ of every word, for <see cref="MultiplyBy"/>.</summary>
    public void Quotients(ReadOnlySpan<ulong> words, Span<ulong> target)
    {
        for (int i = 0; i < words.Length; i++)
            target[i] = Quotient(words[i]);
    }

    /// <summary>a ← a·w word by word, for a below 4q; each result below 2q.</summary>
    public void MultiplyBy(Span<ulong> a, ReadOnlySpan<ulong> words, ReadOnlySpan<ulong> wordQuotients)
    {
        var vectors = MemoryMarshal.Cast<ulong, Vector512<ulong>>(a[..degree]);
        var multipliers = MemoryMarshal.Cast<ulong, Vector512<ulong>>(words);
        var estimates = MemoryMarshal.Cast<ulong, Vector512<ulong>>(wordQuotients);
        var modulus = Vector512.Create(q);
        for (int i = 0; i < vectors.Length; i++)
            vectors[i] = Multiply(vectors[i], multipliers[i], estimates[i], modulus);
    }

    /// <summary>Transforms back in place.</summary>
    /// <param name="words">n transformed words below 2q; n words below q after.</param>
    public void Inverse(Span<ulong> words)
    {
        var vectors = MemoryMarshal.Cast<ulong, Vector512<ulong>>(words[..degree]);
        for (int layer = 0; layer < Pairs.Length; layer++)
            ShortLayer(vectors, layer);
        int distance = Lanes;
        for (int groups = degree / 2 / Lanes; groups > 1; groups /= 2)
        {
            for (int group = 0; group < groups; group++)
                Group(vectors.Slice(2 * group * distance / Lanes, 2 * distance / Lanes), factors[groups + group], quotients[groups + group]);
            distance *= 2;
        }
        LastLayer(vectors);
    }

    // Both words of a pair stand in one vector: every lane computes its pair's sum and product and keeps its own.
    private void ShortLayer(Span<Vector512<ulong>> vectors, int layer)
    {
        var (firstIndex, secondIndex) = Pairs[layer];
        var (modulus, twice) = (Vector512.Create(q), Vector512.Create(2 * q));
        var isFirst = Vector512.Equals(firstIndex, Vector512<ulong>.Indices);
        var layerFactors = shortFactors[layer].AsSpan(0, vectors.Length);
        var layerQuotients = shortQuotients[layer].AsSpan(0, vectors.Length);
        for (int i = 0; i < vectors.Length; i++)
        {
            var first = Vector512.Shuffle(vectors[i], firstIndex);
            var second = Vector512.Shuffle(vectors[i], secondIndex);
            var sum = first + second;
            var product = Multiply(first - second + twice, layerFactors[i], layerQuotients[i], modulus);
            vectors[i] = Vector512.ConditionalSelect(isFirst, Vector512.Min(sum, sum - twice), product);
        }
    }

    private void Group(Span<Vector512<ulong>> vectors, ulong factor, ulong quotient)
    {
        var first = vectors[..(vectors.Length / 2)];
        var second = vectors[first.Length..];
        var (multiplier, estimate) = (Vector512.Create(factor), Vector512.Create(quotient));
        var (modulus, twice) = (Vector512.Create(q), Vector512.Create(2 * q));
        for (int i = 0; i < first.Length; i++)
        {
            var (u, v) = (first[i], second[i]);
            var sum = u + v;
            first[i] = Vector512.Min(sum, sum - twice);
            second[i] = Multiply(u - v + twice, multiplier, estimate, modulus);
        }
    }

    private void LastLayer(Span<Vector512<ulong>> vectors)
    {
        var first = vectors[..(vectors.Length / 2)];
        var second = vectors[first.Length..];
        var (sumFactor, sumQuotient) = (Vector512.Create(scale), Vector512.Create(Quotient(scale)));
        var (multiplier, estimate) = (Vector512.Create(lastFactor), Vector512.Create(Quotient(lastFactor)));
        var (modulus, twice) = (Vector512.Create(q), Vector512.Create(2 * q));
        for (int i = 0; i < first.Length; i++)
        {
            var (u, v) = (first[i], second[i]);
            var sum = Multiply(u + v, sumFactor, sumQuotient, modulus);
            var product = Multiply(u - v + twice, multiplier, estimate, modulus);
            first[i] = Vector512.Min(sum, sum - modulus);
            second[i] = Vector512.Min(product, product - modulus);
        }
    }

    // a·w − ⌊a·w'/2^32⌋·q: at most one q too much.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Multiply(Vector512<ulong> a, Vector512<ulong> factor, Vector512<ulong> quotient, Vector512<ulong> modulus) =>
        (a * factor) - ((a * quotient >>> QuotientBits) * modulus);

    private ulong Quotient(ulong factor) => (factor << QuotientBits) / q;

    private Vector512<ulong>[] Expand(ulong[] values, int distance)
    {
        var expanded = new ulong[degree];
        for (int i = 0; i < degree; i++)
            expanded[i] = values[(degree / 2 / distance) + (i / (2 * distance))];
        return MemoryMarshal.Cast<ulong, Vector512<ulong>>(expanded).ToArray();
    }
}
