using System.Numerics;
using System.Security.Cryptography;
using FLChain.Cryptography.Arithmetic;
using FLChain.Cryptography.Masking;
using FLChain.Cryptography.Proofs;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Benchmarks;

/// <summary>Masking, proofs, shares and combination for each ciphertext of a vector, on one thread: OpenSSL beside the managed engine.</summary>
internal static class KernelBenchmark
{
    private const int ModulusBits = 2048;
    private const int Trainers = 4;
    private const int Threshold = 3;
    private const int Ciphertexts = 64;
    private const int ManagedCiphertexts = 4;

    public static void Run(FigureTable figures)
    {
        using var dealt = KeyDealer.Deal(ModulusBits, Trainers, Threshold);
        var encoded = dealt.PublicKey.Encode();
        var engines = new List<Kernel>();
        if (ArithmeticEngines.OpenSsl is { } openSsl) engines.Add(new Kernel("openssl", Decode(encoded, openSsl), dealt, Ciphertexts));
        engines.Add(new Kernel("managed", Decode(encoded, ArithmeticEngines.Managed), dealt, ManagedCiphertexts));

        foreach (var (name, work) in Kernel.Works)
        {
            // The managed engine takes ten times as long: fewer ciphertexts and turns, the same interleaving.
            var times = Sampling.MedianMilliseconds(3, [.. engines.Select<Kernel, Action>(kernel => () => work(kernel))]);
            for (var k = 0; k < engines.Count; k++) figures.Add($"paillier.{name}.{engines[k].Name}.milliseconds", times[k] / engines[k].Count, "ms per ciphertext, one thread");
            if (engines.Count == 2) figures.Add($"paillier.{name}.managed_to_openssl", times[1] / engines[1].Count / (times[0] / engines[0].Count), "ratio");
        }
    }

    private static ThresholdPublicKey Decode(byte[] encoded, IArithmeticEngine engine) =>
        ThresholdPublicKey.TryDecode(encoded, KeySizePolicy.Production, engine, out var key) ? key : throw new InvalidOperationException("the dealt key does not decode");

    private sealed class Kernel
    {
        public static readonly (string Name, Action<Kernel> Work)[] Works =
        [
            ("mask_and_prove", kernel => kernel.Mask()),
            ("verify_masked", kernel => kernel.Require(kernel._scheme.VerifyMasked(Context("gradient"), kernel._masked))),
            ("share_and_prove", kernel => kernel._scheme.ComputeShare(Context("share"), kernel._dealt.Shares[0], kernel._aggregate)),
            ("verify_share", kernel => kernel.Require(kernel._scheme.VerifyShare(Context("share"), 1, kernel._aggregate, kernel._shares[1]))),
            ("combine", kernel => kernel._scheme.Combine(kernel._aggregate, kernel._shares)),
        ];

        private readonly DealtKey _dealt;
        private readonly PaillierMasking _scheme;
        private readonly BigInteger[] _plaintexts;
        private readonly ReadOnlyMemory<byte> _masked;
        private readonly byte[] _aggregate;
        private readonly SortedDictionary<int, ReadOnlyMemory<byte>> _shares = [];

        public Kernel(string name, ThresholdPublicKey key, DealtKey dealt, int count)
        {
            Name = name;
            Count = count;
            _dealt = dealt;
            _scheme = new PaillierMasking(key, count, new MaskingOptions { MaxDegreeOfParallelism = 1 });
            _plaintexts = [.. Enumerable.Range(0, count).Select(_ => new BigInteger(RandomNumberGenerator.GetBytes(ModulusBits / 8 - 2), isUnsigned: true))];
            _masked = Mask().Payload;
            _aggregate = _scheme.Aggregate([_masked]);
            foreach (var share in dealt.Shares.Take(Threshold)) _shares[share.TrainerIndex] = _scheme.ComputeShare(Context("share"), share, _aggregate);
            var combined = _scheme.Combine(_aggregate, _shares);
            if (!combined.IsSuccess || !combined.Sums.SequenceEqual(_plaintexts)) throw new InvalidOperationException($"{name}: what was masked does not come out");
        }

        public string Name { get; }

        public int Count { get; }

        private MaskedVector Mask() => _scheme.Mask(Context("gradient"), _plaintexts, RandomNumberGenerator.GetBytes(32));

        private static ProofContext Context(string phase) => new("bench", "bench", 1, phase, "author", 1);

        private void Require(VerificationResult result)
        {
            if (!result.IsValid) throw new InvalidOperationException($"{Name}: {result}");
        }
    }
}
