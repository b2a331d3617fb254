using System.Numerics;
using FLChain.Cryptography.Masking;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Cryptography.Tests.Masking;

/// <summary>One honest iteration of four trainers (t = 3) with three plaintexts each, computed once and then attacked.</summary>
internal sealed class MaskingScenario
{
    public const int Elements = 3;

    private static readonly Lazy<MaskingScenario> LazyShort = new(() => new MaskingScenario(TestKeys.Get()));

    public MaskingScenario(DealtKey dealt)
    {
        Dealt = dealt;
        Scheme = new PaillierMasking(dealt.PublicKey, Elements);
        Masked = [.. Enumerable.Range(1, 4).Select(j => Scheme.Mask(Contexts.Of(j), Plaintexts(j), Seed(j)).Payload.ToArray())];
        Aggregate = Scheme.Aggregate([.. Masked.Select(payload => (ReadOnlyMemory<byte>)payload)]);
        Shares = [.. dealt.Shares.Select(share => Scheme.ComputeShare(ShareContext(share.TrainerIndex), share, Aggregate))];
    }

    public static MaskingScenario Short => LazyShort.Value;

    public DealtKey Dealt { get; }

    public ThresholdPublicKey Key => Dealt.PublicKey;

    public PaillierMasking Scheme { get; }

    /// <summary>Payload of trainer j at j − 1.</summary>
    public byte[][] Masked { get; }

    public byte[] Aggregate { get; }

    /// <summary>Share payload of trainer j at j − 1.</summary>
    public byte[][] Shares { get; }

    public static BigInteger[] Sums => [10_000, 10_004, 10_008];

    /// <summary>Where the elements of a masked payload begin.</summary>
    public static int MaskedElements => 10;

    /// <summary>Where the elements of an aggregate begin.</summary>
    public static int AggregateElements => 10 + 4 + 64;

    /// <summary>Where the elements of a share payload begin.</summary>
    public static int ShareElements => 10 + 4;

    public static BigInteger[] Plaintexts(int trainer) => [.. Enumerable.Range(0, Elements).Select(k => (BigInteger)((trainer * 1000) + k))];

    public static byte[] Seed(int trainer) => [.. Enumerable.Repeat((byte)trainer, 32)];

    public static FLChain.Cryptography.Proofs.ProofContext ShareContext(int trainer) => Contexts.Of(trainer, "share");

    public IReadOnlyDictionary<int, ReadOnlyMemory<byte>> SharesOf(params int[] trainers) =>
        trainers.ToDictionary(j => j, j => (ReadOnlyMemory<byte>)Shares[j - 1]);
}
