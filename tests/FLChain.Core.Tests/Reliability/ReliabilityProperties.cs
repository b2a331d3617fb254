using FLChain.Core.Ledger;
using FLChain.Core.Policies;
using FLChain.Core.Reliability;
using FsCheck;
using FsCheck.Fluent;

namespace FLChain.Core.Tests.Reliability;

/// <summary>The properties that docs/economics.md claims of reliability, over random ratings and random liars.</summary>
public sealed class ReliabilityProperties
{
    private const int Runs = 500;
    private static readonly Policy Policy = Policy.Default("AuthorityMSP", [1]);
    private static readonly Gen<int> Rating = Gen.Choose(0, Ratio.One);

    [Fact]
    public void Score_AnyConduct_StaysBetweenZeroAndOneWhole() =>
        Check(
            Gen.Choose(0, 3).SelectMany(faults => Gen.ListOf(Rating.Zip(Gen.Choose(1, 10_000))).Select(given => (faults, given))),
            conduct =>
            {
                var evidence = conduct.given.Aggregate(
                    Evidence.None with { Faults = conduct.faults },
                    (known, rating) => known.With(rating.Item1, Policy.ReliabilityMemory, rating.Item2));
                return ReliabilityScore.Of(evidence, Policy) is >= 0 and <= Ratio.One && evidence.Sum <= evidence.Weight * Ratio.One;
            });

    [Fact]
    public void Score_BetterRating_NeverLowersIt() =>
        Check(
            Gen.ListOf(Rating).SelectMany(given => Gen.Choose(0, Ratio.One - 1).Select(last => (given, last))),
            conduct =>
            {
                var known = conduct.given.Aggregate(Evidence.None, (evidence, rating) => evidence.With(rating, Policy.ReliabilityMemory));
                return ReliabilityScore.Of(known.With(conduct.last + 1, Policy.ReliabilityMemory), Policy)
                    >= ReliabilityScore.Of(known.With(conduct.last, Policy.ReliabilityMemory), Policy);
            });

    // The bound of docs/economics.md: with n raters of whom f < n/2 lie, and the default trim (the median), a round's
    // rating stays within the honest ratings; so x is their spread, and zero when the honest agree.
    [Fact]
    public void Median_MinorityOfLiars_NeverLeavesTheHonestRatings() =>
        Check(
            Gen.Choose(1, 31).SelectMany(honest => Gen.Choose(0, honest - 1).SelectMany(liars =>
                Gen.ArrayOf(Rating, honest).Zip(Gen.ArrayOf(Gen.OneOf(Rating, Gen.Elements(0, Ratio.One)), liars)))),
            raters =>
            {
                var (honest, lies) = raters;
                var heard = TrimmedMean.Of([.. honest, .. lies], Ratio.One / 2)!.Value;
                // An even number of ratings averages the two in the middle, one of which may be the greatest lie below
                // half: with f < n/2 both are still within the honest range.
                return heard >= honest.Min() && heard <= honest.Max();
            });

    // For any trim: k cut at each end, f liars. Up to k of them change nothing beyond the honest range; beyond that each
    // moves the mean of the n − 2k that are left by at most one whole: x = spread + (f − k)⁺/(n − 2k).
    [Fact]
    public void TrimmedMean_AnyTrim_MovesByAtMostTheBound() =>
        Check(
            Gen.Choose(0, Ratio.One / 2).SelectMany(trim => Gen.Choose(1, 20).SelectMany(honest => Gen.Choose(0, honest - 1).SelectMany(liars =>
                Gen.ArrayOf(Rating, honest).Zip(Gen.ArrayOf(Gen.Elements(0, Ratio.One), liars)).Select(raters => (trim, raters))))),
            sample =>
            {
                var (honest, lies) = sample.raters;
                var count = honest.Length + lies.Length;
                var cut = TrimmedMean.Cut(count, sample.trim);
                var slack = (long)Ratio.One * Math.Max(0, lies.Length - cut) / (count - (2 * cut)) + 1;
                var heard = TrimmedMean.Of([.. honest, .. lies], sample.trim)!.Value;
                return heard >= honest.Min() - slack && heard <= honest.Max() + slack;
            });

    [Fact]
    public void Score_MinorityOfLiarsInEveryRound_MovesItByAtMostTheHonestSpread() =>
        Check(
            Gen.ListOf(Gen.Choose(3, 9).SelectMany(honest => Gen.Choose(0, honest - 1).SelectMany(liars =>
                Gen.ArrayOf(Gen.Choose(700_000, 800_000), honest).Zip(Gen.ArrayOf(Gen.Elements(0, Ratio.One), liars))))),
            rounds =>
            {
                var (told, honest) = (Evidence.None, Evidence.None);
                foreach (var (truth, lies) in rounds)
                {
                    told = told.With(TrimmedMean.Of([.. truth, .. lies], Policy.TrimPart)!.Value, Policy.ReliabilityMemory);
                    honest = honest.With(TrimmedMean.Of(truth, Policy.TrimPart)!.Value, Policy.ReliabilityMemory);
                }

                return Math.Abs(ReliabilityScore.Of(told, Policy) - ReliabilityScore.Of(honest, Policy)) <= 100_000;
            });

    [Fact]
    public void Score_AfterAFault_NoPraiseReachesANewcomer() =>
        Check(
            Gen.ListOf(Rating).SelectMany(before => Gen.ListOf(Gen.Elements(Ratio.One)).Select(after => (before, after))),
            conduct =>
            {
                var faulty = conduct.before.Aggregate(Evidence.None, (known, rating) => known.With(rating, Policy.ReliabilityMemory)).WithFault();
                var praised = conduct.after.Aggregate(faulty, (known, rating) => known.With(rating, Policy.ReliabilityMemory));
                return ReliabilityScore.Of(praised, Policy) <= Policy.FaultFactor && Policy.FaultFactor < Policy.InitialReliability;
            });

    private static void Check<T>(Gen<T> samples, Func<T, bool> holds) =>
        FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(Runs), Prop.ForAll(samples.ToArbitrary(), holds));
}
