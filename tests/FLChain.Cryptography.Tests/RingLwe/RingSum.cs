using FLChain.Cryptography.Masking;
using FLChain.Cryptography.Proofs;
using FLChain.Cryptography.Quantization;
using FLChain.Cryptography.RingLwe;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Cryptography.Tests.RingLwe;

/// <summary>Adds masked vectors, their keys and their values, without Paillier.</summary>
internal sealed class RingSum
{
    private static readonly ThresholdPublicKey Key = TestKeys.Get().PublicKey;
    private readonly ulong[] words;
    private readonly WordSlots slots;
    private readonly PackedWords packing;

    public RingSum(PackingLayout vector)
    {
        Layout = RlweLayout.For(vector);
        words = new ulong[Layout.WordCount];
        KeySum = new long[Layout.Parameters.Degree];
        Expected = new long[vector.ParameterCount];
        slots = new WordSlots(Layout);
        packing = new PackedWords(Layout);
    }

    public RlweLayout Layout { get; }

    public long[] KeySum { get; }

    public long[] Expected { get; }

    /// <summary>Masks a vector under the seed of this number and adds it.</summary>
    public void Add(int seed, int[] values)
    {
        using var expansion = Expand(seed);
        using var worker = expansion.CreateWorker();
        for (int i = 0; i < KeySum.Length; i++)
            KeySum[i] += expansion.Key[i];
        for (int i = 0; i < values.Length; i++)
            Expected[i] += values[i];
        for (int k = 0; k < Layout.PolynomialCount; k++)
        {
            var masked = worker.Mask(k)[..Layout.WordsOf(k)];
            slots.Add(k, values, masked);
            for (int i = 0; i < masked.Length; i++)
                WordsOf(k)[i] = (WordsOf(k)[i] + masked[i]) % Layout.Parameters.Modulus;
        }
    }

    /// <summary>Adds a vector as it is, under no key and no error.</summary>
    public void AddUnmasked(int[] values)
    {
        for (int i = 0; i < values.Length; i++)
            Expected[i] += values[i];
        for (int k = 0; k < Layout.PolynomialCount; k++)
            slots.Add(k, values, WordsOf(k));
    }

    /// <summary>Adds to Σe of one word.</summary>
    public void AddError(int word, long error)
    {
        var modulus = (Int128)Layout.Parameters.Modulus;
        words[word] = (ulong)((((words[word] + ((Int128)error << Layout.PlaintextBits)) % modulus) + modulus) % modulus);
    }

    public VectorSum Read(int contributors, ProofContext? context = null)
    {
        var packed = new byte[Layout.PackedBytes];
        for (int k = 0; k < Layout.PolynomialCount; k++)
            packing.Write(packed, k, WordsOf(k));
        using var decoding = new SumDecoding(Layout, context ?? Contexts.Of(1), KeySum);
        return decoding.Read(packed, contributors, 1);
    }

    /// <summary>Σe of every word: what is left when a·Σs is taken off, divided by T and rounded.</summary>
    public long[] Errors()
    {
        using var publics = new PublicPolynomials(Layout.Parameters, Contexts.Of(1));
        using var products = new KeyProducts(Layout.Parameters, KeySum);
        var errors = new List<long>();
        var product = new ulong[Layout.Parameters.Degree];
        long q = (long)Layout.Parameters.Modulus;
        for (int k = 0; k < Layout.PolynomialCount; k++)
        {
            publics.Fill(k, product);
            products.Multiply(product);
            for (int i = 0; i < Layout.WordsOf(k); i++)
            {
                long rest = ((long)WordsOf(k)[i] - (long)product[i] + q) % q;
                rest = rest > q / 2 ? rest - q : rest;
                errors.Add((long)Math.Floor(rest / Math.Pow(2, Layout.PlaintextBits)));
            }
        }
        return [.. errors];
    }

    /// <summary>The masks of all words under the seed of this number.</summary>
    public ulong[] MaskOf(int seed)
    {
        using var expansion = Expand(seed);
        using var worker = expansion.CreateWorker();
        return [.. Enumerable.Range(0, Layout.PolynomialCount).SelectMany(k => worker.Mask(k)[..Layout.WordsOf(k)].ToArray())];
    }

    private MaskExpansion Expand(int seed)
    {
        var bytes = new byte[32];
        new Random(seed).NextBytes(bytes);
        return new MaskExpansion(Layout, Contexts.Of(1), Key, bytes);
    }

    private Span<ulong> WordsOf(int k) => words.AsSpan(k * Layout.Parameters.Degree, Layout.WordsOf(k));
}
