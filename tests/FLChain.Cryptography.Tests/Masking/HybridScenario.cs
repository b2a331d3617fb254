using FLChain.Cryptography.Masking;
using FLChain.Cryptography.Quantization;
using FLChain.Cryptography.RingLwe;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Cryptography.Tests.Masking;

/// <summary>One honest iteration of four trainers (t = 3) under the hybrid scheme, computed once and then attacked.</summary>
internal sealed class HybridScenario
{
    private static readonly Lazy<HybridScenario> LazyLight = new(() => new HybridScenario(TestKeys.Get(), new PackingLayout(16, 4, 512, 1500)));
    private static readonly Lazy<HybridScenario> LazyStandard = new(() => new HybridScenario(TestKeys.Get(), new PackingLayout(16, 10, 512, 5000)));

    public HybridScenario(DealtKey dealt, PackingLayout layout)
    {
        Dealt = dealt;
        Scheme = new HybridMasking(dealt.PublicKey, layout);
        Ring = RlweLayout.For(layout);
        Vectors = [.. Enumerable.Range(1, 4).Select(j => Values(layout, j))];
        Masked = [.. Enumerable.Range(1, 4).Select(j => Mask(j, Vectors[j - 1]))];
        Aggregate = Scheme.Aggregate([.. Masked.Select(payload => (ReadOnlyMemory<byte>)payload)]);
        Shares = [.. dealt.Shares.Select(share => Scheme.ComputeShare(Contexts.Of(share.TrainerIndex, "share"), share, Aggregate))];
    }

    /// <summary>The light ring: two ring elements, the second cut off.</summary>
    public static HybridScenario Light => LazyLight.Value;

    /// <summary>The standard ring: two ring elements, the second cut off.</summary>
    public static HybridScenario Standard => LazyStandard.Value;

    public DealtKey Dealt { get; }

    public HybridMasking Scheme { get; }

    public RlweLayout Ring { get; }

    public int[][] Vectors { get; }

    /// <summary>Payload of trainer j at j − 1.</summary>
    public byte[][] Masked { get; }

    public byte[] Aggregate { get; }

    /// <summary>Share payload of trainer j at j − 1.</summary>
    public byte[][] Shares { get; }

    public long[] Sums => [.. Enumerable.Range(0, Vectors[0].Length).Select(i => Vectors.Sum(values => (long)values[i]))];

    /// <summary>Where the packed words of a masked payload begin.</summary>
    public int WordsAt => 10 + (int)MaskedPayload.Bytes(Dealt.PublicKey.ModulusBits, Ring.KeyCiphertexts);

    /// <summary>Where the packed words of an aggregate begin.</summary>
    public int AggregateWordsAt => 10 + (int)AggregatePayload.Bytes(Dealt.PublicKey.ModulusBits, Ring.KeyCiphertexts);

    public static HybridScenario Of(string ring) => ring == "light" ? Light : Standard;

    public static int[] Values(PackingLayout layout, int trainer)
    {
        var random = new Random(trainer);
        return [.. Enumerable.Range(0, layout.ParameterCount).Select(_ => random.Next(-layout.MaxMagnitude, layout.MaxMagnitude + 1))];
    }

    public byte[] Mask(int trainer, int[] values)
    {
        using var seed = MaskingSeed.FromBytes(MaskingScenario.Seed(trainer));
        return Scheme.Mask(Contexts.Of(trainer), values, seed, TestContext.Current.CancellationToken).Payload.ToArray();
    }

    /// <summary>A payload whose proof is valid, over words to which something else was added than a gradient.</summary>
    public byte[] MaskWords(int trainer, AddToWords add)
    {
        using var seed = MaskingSeed.FromBytes(MaskingScenario.Seed(trainer));
        using var prepared = Scheme.Prepare(Contexts.Of(trainer), seed, TestContext.Current.CancellationToken);
        return Scheme.Mask(prepared, add, TestContext.Current.CancellationToken).Payload.ToArray();
    }

    /// <summary>An honest vector with a number added to one word, mod q, before it is proved.</summary>
    public byte[] MaskWithExcess(int trainer, int word, ulong excess) => MaskWords(trainer, (k, words) =>
    {
        new WordSlots(Ring).Add(k, Vectors[trainer - 1], words);
        int index = word - (k * Ring.Parameters.Degree);
        if (index >= 0 && index < words.Length)
            words[index] = (words[index] + excess) % Ring.Parameters.Modulus;
    });

    public Dictionary<int, ReadOnlyMemory<byte>> SharesOf(byte[] aggregate, params int[] trainers) => trainers.ToDictionary(
        j => j, j => (ReadOnlyMemory<byte>)Scheme.ComputeShare(Contexts.Of(j, "share"), Dealt.Shares[j - 1], aggregate, TestContext.Current.CancellationToken));
}
