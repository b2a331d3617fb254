using System.Security.Cryptography;
using FLChain.Cryptography.Masking;
using FLChain.Cryptography.Proofs;
using FLChain.Cryptography.Quantization;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Benchmarks;

/// <summary>
/// What masking costs for each parameter, on one thread, with 2048-bit keys and 16 bits: the hybrid scheme at 1,000,000
/// parameters in both of its rings, and packed Paillier at 7,850. Each step's result feeds the next and is checked.
/// </summary>
internal static class MaskingBenchmark
{
    private const int ModulusBits = 2048;
    private const int Threshold = 3;
    private const int Turns = 7;
    private const string Name = "bench";

    public static void Run(FigureTable figures, DealtKey dealt)
    {
        var hybrid = new Case(dealt, HybridMasking.SchemeName, 4, 1_000_000);
        var wide = new Case(dealt, HybridMasking.SchemeName, 10, 1_000_000);
        var paillier = new Case(dealt, PaillierMasking.SchemeName, 4, 7_850);
        Add(figures, "rlwe.1m", "N ≤ 4, light ring", hybrid);
        Add(figures, "rlwe.1m.n10", "N ≤ 10, standard ring", wide);
        Add(figures, "paillier", "7,850 parameters", paillier);
    }

    private static void Add(FigureTable figures, string name, string what, Case subject)
    {
        var works = subject.Works;
        var times = Sampling.MedianMilliseconds(Turns, [.. works.Select<(string, Func<TimeSpan> Run, bool), Func<TimeSpan>>(work => work.Run)]);
        for (var k = 0; k < works.Length; k++)
        {
            var (step, _, whole) = works[k];
            if (whole) figures.Add($"{step}.{name}.milliseconds", times[k], $"ms per vector, one thread, {what}");
            else figures.Add($"{step}.{name}.microseconds_per_parameter", 1000 * times[k] / subject.Parameters, $"µs, one thread, {what}");
        }

        figures.Add($"masked_bytes.{name}.per_parameter", (double)subject.MaskedBytes / subject.Parameters, $"bytes, {what}");
    }

    private sealed class Case
    {
        private readonly DealtKey _dealt;
        private readonly IMaskingScheme _scheme;
        private readonly int[] _values;
        private readonly byte[] _seed = RandomNumberGenerator.GetBytes(32);
        private readonly ReadOnlyMemory<byte> _masked;
        private readonly ReadOnlyMemory<byte> _other;
        private readonly byte[] _aggregate;
        private readonly SortedDictionary<int, ReadOnlyMemory<byte>> _shares = [];

        public Case(DealtKey dealt, string scheme, int trainers, int parameters)
        {
            _dealt = dealt;
            Parameters = parameters;
            var layout = new PackingLayout(16, trainers, ModulusBits, parameters);
            _scheme = MaskingSchemes.Create(scheme, dealt.PublicKey, layout, new MaskingOptions { MaxDegreeOfParallelism = 1 });
            var random = new Random(1);
            _values = [.. Enumerable.Range(0, parameters).Select(_ => random.Next(-layout.MaxMagnitude, layout.MaxMagnitude + 1))];
            _masked = Mask(_seed).Payload;
            _other = Mask(RandomNumberGenerator.GetBytes(32)).Payload;
            _aggregate = _scheme.Aggregate([_masked, _other]);
            foreach (var share in dealt.Shares.Take(Threshold)) _shares[share.TrainerIndex] = _scheme.ComputeShare(Context("share"), share, _aggregate);
            RequireSum(_scheme.Unmask(Context("gradient"), _aggregate, _shares));
        }

        public int Parameters { get; }

        public long MaskedBytes => _scheme.Size.MaskedBytes;

        /// <summary>Steps with what they are called, and whether a step's cost belongs to the vector rather than to its parameters.</summary>
        public (string Name, Func<TimeSpan> Run, bool Whole)[] Works =>
        [
            ("mask", () => Sampling.Time(() => Mask(RandomNumberGenerator.GetBytes(32))), false),
            ("mask_prepared", MaskPrepared, false),
            ("verify", () => Sampling.Time(() => Require(_scheme.VerifyMasked(Context("gradient"), _masked))), false),
            ("aggregate_two", () => Sampling.Time(() => _scheme.Aggregate([_masked, _other])), false),
            ("share_and_prove", () => Sampling.Time(() => _scheme.ComputeShare(Context("share"), _dealt.Shares[0], _aggregate)), true),
            ("verify_share", () => Sampling.Time(() => Require(_scheme.VerifyShare(Context("share"), 1, _aggregate, _shares[1]))), true),
            ("unmask", () => Sampling.Time(() => RequireSum(_scheme.Unmask(Context("gradient"), _aggregate, _shares))), false),
            ("open_seed", () => Sampling.Time(() => RequireHonest(_scheme.CheckOpening(Context("gradient"), _seed, _masked))), false),
        ];

        private MaskedVector Mask(byte[] bytes)
        {
            using var seed = MaskingSeed.FromBytes(bytes);
            return _scheme.Mask(Context("gradient"), _values, seed);
        }

        private TimeSpan MaskPrepared()
        {
            using var seed = MaskingSeed.Generate();
            using var prepared = _scheme.Prepare(Context("gradient"), seed);
            return Sampling.Time(() => _scheme.Mask(prepared, _values));
        }

        private static ProofContext Context(string phase) => new(Name, Name, 1, phase, "author", 1);

        private static void Require(VerificationResult result)
        {
            if (!result.IsValid) throw new InvalidOperationException($"an honest payload is refused: {result}");
        }

        private static void RequireHonest(SeedOpening opening)
        {
            if (opening != SeedOpening.Honest) throw new InvalidOperationException($"an honest seed opens as {opening}");
        }

        private void RequireSum(VectorSum sum)
        {
            Require(sum.Outcome);
            if (sum.Sums.Span[^1] != 2L * _values[^1]) throw new InvalidOperationException("what was masked does not come out");
        }
    }
}
