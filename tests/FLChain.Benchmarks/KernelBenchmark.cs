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
    private const int Ciphertexts = 32;
    private const int Turns = 3;

    public static void Run(FigureTable figures)
    {
        using var dealt = KeyDealer.Deal(ModulusBits, Trainers, Threshold);
        var encoded = dealt.PublicKey.Encode();
        var engines = new List<Kernel>();
        if (ArithmeticEngines.OpenSsl is { } openSsl) engines.Add(new Kernel("openssl", Decode(encoded, openSsl), dealt));
        engines.Add(new Kernel("managed", Decode(encoded, ArithmeticEngines.Managed), dealt));

        foreach (var (name, work) in Kernel.Works)
        {
            var times = Sampling.MedianMilliseconds(Turns, [.. engines.Select<Kernel, Func<TimeSpan>>(kernel => () => work(kernel))]);
            for (var k = 0; k < engines.Count; k++) figures.Add($"paillier.{name}.{engines[k].Name}.milliseconds", times[k] / Ciphertexts, "ms per ciphertext, one thread");
            if (engines.Count == 2) figures.Add($"paillier.{name}.managed_to_openssl", times[1] / times[0], "ratio");
        }

        MaskingBenchmark.Run(figures, dealt);
        PheBenchmark.Run(figures, dealt);
    }

    private static ThresholdPublicKey Decode(byte[] encoded, IArithmeticEngine engine) =>
        ThresholdPublicKey.TryDecode(encoded, KeySizePolicy.Production, engine, out var key) ? key : throw new InvalidOperationException("the dealt key does not decode");

    private sealed class Kernel
    {
        public static readonly (string Name, Func<Kernel, TimeSpan> Work)[] Works =
        [
            ("encrypt", kernel =>
            {
                var proving = TimeSpan.Zero;
                return Sampling.Time(() => proving = kernel.Mask().Proving) - proving;
            }),
            ("prove_masked", kernel => kernel.Mask().Proving),
            ("verify_masked", kernel => Sampling.Time(() => kernel.Require(kernel._scheme.VerifyMasked(Context("gradient"), kernel._masked)))),
            ("verify_masked_single", kernel => Sampling.Time(() => kernel.VerifySingly())),
            ("share_and_prove", kernel => Sampling.Time(() => kernel._scheme.ComputeShare(Context("share"), kernel._dealt.Shares[0], kernel._aggregate))),
            ("verify_share", kernel => Sampling.Time(() => kernel.Require(kernel._scheme.VerifyShare(Context("share"), 1, kernel._aggregate, kernel._shares[1])))),
            ("combine", kernel => Sampling.Time(() => kernel._scheme.Combine(kernel._aggregate, kernel._shares))),
        ];

        private readonly DealtKey _dealt;
        private readonly PaillierMasking _scheme;
        private readonly BigInteger[] _plaintexts;
        private readonly ReadOnlyMemory<byte> _masked;
        private readonly PaillierMasking _single;
        private readonly ReadOnlyMemory<byte> _maskedSingle;
        private readonly byte[] _aggregate;
        private readonly SortedDictionary<int, ReadOnlyMemory<byte>> _shares = [];

        public Kernel(string name, ThresholdPublicKey key, DealtKey dealt)
        {
            Name = name;
            _dealt = dealt;
            _scheme = new PaillierMasking(key, Ciphertexts, new MaskingOptions { MaxDegreeOfParallelism = 1 });
            _plaintexts = [.. Enumerable.Range(0, Ciphertexts).Select(_ => new BigInteger(RandomNumberGenerator.GetBytes(ModulusBits / 8 - 2), isUnsigned: true))];
            _masked = Mask().Payload;
            _single = new PaillierMasking(key, 1, new MaskingOptions { MaxDegreeOfParallelism = 1 });
            _maskedSingle = _single.Mask(Context("gradient"), _plaintexts[..1], RandomNumberGenerator.GetBytes(32)).Payload;
            _aggregate = _scheme.Aggregate([_masked, Mask().Payload]);
            foreach (var share in dealt.Shares.Take(Threshold)) _shares[share.TrainerIndex] = _scheme.ComputeShare(Context("share"), share, _aggregate);
            var combined = _scheme.Combine(_aggregate, _shares);
            if (!combined.IsSuccess || !combined.Sums.SequenceEqual(_plaintexts.Select(plaintext => 2 * plaintext))) throw new InvalidOperationException($"{name}: what was masked does not come out");
        }

        public string Name { get; }

        private MaskedVector Mask() => _scheme.Mask(Context("gradient"), _plaintexts, RandomNumberGenerator.GetBytes(32));

        // As many ciphertexts as the vector has, each with a proof of its own that is verified by itself.
        private void VerifySingly()
        {
            for (var k = 0; k < Ciphertexts; k++) Require(_single.VerifyMasked(Context("gradient"), _maskedSingle));
        }

        private static ProofContext Context(string phase) => new("bench", "bench", 1, phase, "author", 1);

        private void Require(VerificationResult result)
        {
            if (!result.IsValid) throw new InvalidOperationException($"{Name}: {result}");
        }
    }
}
