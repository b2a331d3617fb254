using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FLChain.Cryptography.RingLwe;

// Symbols: n degree, q modulus, ψ a primitive 2n-th root of unity, brv bit reversal of log₂ n bits, w a constant
// factor with its quotient w' = ⌊w·2^64/q⌋ (Shoup): a·w mod q = a·w − ⌊a·w'/2^64⌋·q, up to one q, for every 64-bit a.

/// <summary>
/// The number-theoretic transform of Z_q[X]/(X^n + 1): word i of the transform of A is A(ψ^(2·brv(i) + 1)), so products
/// of ring elements are products of words (Longa–Naehrig, CANS 2016; Harvey, J. Symb. Comp. 2014). The running time
/// depends on n alone. Immutable and thread-safe.
/// </summary>
internal sealed class NegacyclicTransform
{
    // Words so short are multiplied eight at a time where the processor can.
    private const int NarrowBits = 29;

    private readonly int degree;
    private readonly ulong q;
    private readonly ulong[] forward;
    private readonly ulong[] forwardQuotients;
    private readonly ulong[] inverse;
    private readonly ulong[] inverseQuotients;
    private readonly ulong oneQuotient;
    private readonly ulong scale;
    private readonly ulong scaleQuotient;
    private readonly ulong lastFactor;
    private readonly ulong lastQuotient;
    private readonly NarrowInverseTransform? narrow;

    /// <param name="parameters">The ring.</param>
    /// <param name="inVectors">Whether short words are multiplied eight at a time; results do not depend on it.</param>
    internal NegacyclicTransform(RlweParameters parameters, bool inVectors)
    {
        degree = parameters.Degree;
        q = parameters.Modulus;
        Root = FindRoot(q, degree);
        (forward, forwardQuotients) = Powers(Root);
        (inverse, inverseQuotients) = Powers(Power(Root, (2 * (ulong)degree) - 1));
        oneQuotient = Quotient(1);
        scale = Power((ulong)degree, q - 2);
        scaleQuotient = Quotient(scale);
        // The last layer's only factor, with 1/n in it.
        lastFactor = Multiply(inverse[1], scale);
        lastQuotient = Quotient(lastFactor);
        if (parameters.WordBits <= NarrowBits && inVectors)
            narrow = new NarrowInverseTransform(parameters, inverse, scale, lastFactor);
    }

    public static NegacyclicTransform Standard { get; } = new(RlweParameters.Standard, Vector512.IsHardwareAccelerated);

    public static NegacyclicTransform Light { get; } = new(RlweParameters.Light, Vector512.IsHardwareAccelerated);

    /// <summary>ψ = g^((q − 1)/2n) for the least g ≥ 2 that makes it primitive.</summary>
    public ulong Root { get; }

    public static NegacyclicTransform For(RlweParameters parameters) => parameters == RlweParameters.Light ? Light : Standard;

    /// <summary>w' of every word, for <see cref="MultiplyBy"/>.</summary>
    /// <param name="words">n words below q.</param>
    /// <param name="quotients">Receives n quotients.</param>
    public void Quotients(ReadOnlySpan<ulong> words, Span<ulong> quotients)
    {
        if (narrow is not null)
        {
            narrow.Quotients(words[..degree], quotients);
            return;
        }
        for (int i = 0; i < degree; i++)
            quotients[i] = Quotient(words[i]);
    }

    /// <summary>a ← a·w word by word, each result below 2q.</summary>
    /// <param name="a">n words below 2q.</param>
    /// <param name="words">n words w below q.</param>
    /// <param name="quotients">Their quotients.</param>
    public void MultiplyBy(Span<ulong> a, ReadOnlySpan<ulong> words, ReadOnlySpan<ulong> quotients)
    {
        if (narrow is not null)
        {
            narrow.MultiplyBy(a, words, quotients);
            return;
        }
        a = a[..degree];
        words = words[..a.Length];
        quotients = quotients[..a.Length];
        for (int i = 0; i < a.Length; i++)
            a[i] = MultiplyLazy(a[i], words[i], quotients[i]);
    }

    /// <summary>
    /// Transforms in place. Without any reduction between the layers: a layer adds at most 2q to a word, so words stay
    /// below (1 + 2·log₂ n)·q, which is less than 2^58.
    /// </summary>
    /// <param name="words">n words below q; n transformed words below q after.</param>
    public void Forward(Span<ulong> words)
    {
        ref ulong a = ref MemoryMarshal.GetReference(words[..degree]);
        int distance = degree;
        for (int groups = 1; groups < degree; groups *= 2)
        {
            distance /= 2;
            for (int group = 0; group < groups; group++)
                ForwardGroup(ref Unsafe.Add(ref a, 2 * group * distance), distance, forward[groups + group], forwardQuotients[groups + group]);
        }
        for (int i = 0; i < degree; i++)
            words[i] = Canonical(MultiplyLazy(words[i], 1, oneQuotient));
    }

    /// <summary>Transforms back in place.</summary>
    /// <param name="words">n transformed words below 2q; n words below q after.</param>
    public void Inverse(Span<ulong> words)
    {
        if (narrow is null)
            WideInverse(ref MemoryMarshal.GetReference(words[..degree]));
        else
            narrow.Inverse(words);
    }

    private void WideInverse(ref ulong a)
    {
        int distance = 1;
        for (int groups = degree / 2; groups > 1; groups /= 2)
        {
            for (int group = 0; group < groups; group++)
                InverseGroup(ref Unsafe.Add(ref a, 2 * group * distance), distance, inverse[groups + group], inverseQuotients[groups + group]);
            distance *= 2;
        }
        LastInverseLayer(ref a);
    }

    // (u, v) → (u + v·w, u − v·w).
    private void ForwardGroup(ref ulong first, int distance, ulong factor, ulong quotient)
    {
        ref ulong second = ref Unsafe.Add(ref first, distance);
        ulong modulus = q;
        unchecked
        {
            for (int i = 0; i < distance; i++)
            {
                ulong u = Unsafe.Add(ref first, i);
                ulong v = Unsafe.Add(ref second, i);
                v = (v * factor) - (High(v, quotient) * modulus);
                Unsafe.Add(ref first, i) = u + v;
                Unsafe.Add(ref second, i) = u - v + (2 * modulus);
            }
        }
    }

    // (u, v) → (u + v, (u − v)·w) for words below 2q. Sums double from layer to layer, so each is brought back below 2q;
    // the difference needs 2q added before it, or it would wrap.
    private void InverseGroup(ref ulong first, int distance, ulong factor, ulong quotient)
    {
        ref ulong second = ref Unsafe.Add(ref first, distance);
        ulong modulus = q, twice = 2 * modulus;
        unchecked
        {
            for (int i = 0; i < distance; i++)
            {
                ulong u = Unsafe.Add(ref first, i);
                ulong v = Unsafe.Add(ref second, i);
                ulong sum = u + v;
                ulong difference = u - v + twice;
                Unsafe.Add(ref first, i) = Residues.NonNegative(sum - twice, twice);
                Unsafe.Add(ref second, i) = (difference * factor) - (High(difference, quotient) * modulus);
            }
        }
    }

    private void LastInverseLayer(ref ulong first)
    {
        int half = degree / 2;
        ref ulong second = ref Unsafe.Add(ref first, half);
        ulong twice = 2 * q;
        unchecked
        {
            for (int i = 0; i < half; i++)
            {
                ulong u = Unsafe.Add(ref first, i);
                ulong v = Unsafe.Add(ref second, i);
                Unsafe.Add(ref first, i) = Canonical(MultiplyLazy(u + v, scale, scaleQuotient));
                Unsafe.Add(ref second, i) = Canonical(MultiplyLazy(u - v + twice, lastFactor, lastQuotient));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong MultiplyLazy(ulong a, ulong factor, ulong quotient) =>
        unchecked((a * factor) - (High(a, quotient) * q));

    // ⌊a·b/2^64⌋. Asking the processor for this half alone spares a store of the other.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong High(ulong a, ulong b) => Bmi2.X64.IsSupported ? Bmi2.X64.MultiplyNoFlags(a, b) : Math.BigMul(a, b, out _);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Canonical(ulong belowTwiceQ) => Residues.NonNegative(unchecked(belowTwiceQ - q), q);

    private ulong Quotient(ulong factor) => (ulong)(((UInt128)factor << 64) / q);

    private ulong Multiply(ulong a, ulong b) => (ulong)((UInt128)a * b % q);

    private ulong Power(ulong value, ulong exponent)
    {
        ulong result = 1;
        for (; exponent > 0; exponent >>= 1)
        {
            if ((exponent & 1) == 1)
                result = Multiply(result, value);
            value = Multiply(value, value);
        }
        return result;
    }

    private ulong FindRoot(ulong modulus, int n)
    {
        for (ulong g = 2; ; g++)
        {
            ulong root = Power(g, (modulus - 1) / (2 * (ulong)n));
            if (Power(root, (ulong)n) == modulus - 1)
                return root;
        }
    }

    // ψ^brv(i) at i, with quotients.
    private (ulong[] Words, ulong[] Quotients) Powers(ulong root)
    {
        var words = new ulong[degree];
        var quotients = new ulong[degree];
        ulong power = 1;
        int bits = int.Log2(degree);
        for (int i = 0; i < degree; i++)
        {
            int reversed = 0;
            for (int bit = 0; bit < bits; bit++)
                reversed |= ((i >> bit) & 1) << (bits - 1 - bit);
            words[reversed] = power;
            quotients[reversed] = Quotient(power);
            power = Multiply(power, root);
        }
        return (words, quotients);
    }
}
