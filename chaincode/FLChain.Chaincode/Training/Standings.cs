using FLChain.Core.Reliability;

namespace FLChain.Chaincode.Training;

/// <summary>
/// What a federation learns of its members, iteration by iteration. Partners rate iteration i with their gradients of
/// iteration i + 1, so their ratings come into the standings one iteration later than what the contract saw itself.
/// </summary>
internal static class Standings
{
    /// <summary>
    /// The standings after an iteration: each member gains the trimmed mean of its partners' ratings as one rating, however
    /// many partners there are; whoever missed the phase gains ratings of zero. Who has never taken part is not absent.
    /// </summary>
    /// <param name="members">All members of the federation, in order.</param>
    /// <param name="active">Members for whom this iteration waited.</param>
    /// <param name="before">Standings so far; a member without one begins with none.</param>
    /// <param name="evaluations">Evaluations of the iteration before.</param>
    /// <param name="missing">Members that missed a phase of this iteration.</param>
    /// <param name="absent">Members without whom this iteration ended, the missing among them.</param>
    /// <param name="at">When the iteration ended, Unix milliseconds.</param>
    /// <param name="policy">Policy in force.</param>
    public static List<Standing> After(
        IReadOnlyList<string> members,
        IReadOnlyList<string> active,
        IReadOnlyList<Standing> before,
        IReadOnlyList<EvaluationEntry> evaluations,
        IReadOnlyList<string> missing,
        IReadOnlyList<string> absent,
        long at,
        Policy policy)
    {
        var after = new List<Standing>();
        foreach (var member in members)
        {
            var standing = Of(before, member);
            if (RatingOf(evaluations, member, policy) is { } rating)
                standing = standing with { Evidence = standing.Evidence.With(rating, policy.ReliabilityMemory) };
            if (missing.Contains(member, StringComparer.Ordinal))
                standing = standing with { Evidence = standing.Evidence.With(0, policy.ReliabilityMemory, policy.MissWeight), Misses = standing.Misses + 1 };
            after.Add(Present(standing, active.Contains(member, StringComparer.Ordinal), absent.Contains(member, StringComparer.Ordinal), at));
        }

        return after;
    }

    // Out is who was waited for once and has given nothing since; who was waited for and gave is in.
    private static Standing Present(Standing standing, bool awaited, bool absent, long at)
    {
        var isOut = standing.OutSince > 0;
        if (absent && (awaited || isOut)) return standing with { Absences = standing.Absences + 1, OutSince = isOut ? standing.OutSince : at };
        return awaited ? standing with { OutSince = 0 } : standing;
    }

    /// <summary>The standing of one member.</summary>
    public static Standing Of(IReadOnlyList<Standing> standings, string dpId) =>
        standings.FirstOrDefault(standing => string.Equals(standing.DpId, dpId, StringComparison.Ordinal)) ?? new Standing(dpId, Evidence.None, 0, 0, 0);

    /// <summary>What is wrong with an evaluation, or null: it rates each partner once, in the order of their dpIds, and nobody else.</summary>
    /// <param name="ratings">The evaluation.</param>
    /// <param name="accuracy">What the author measured, parts per million; null where it says nothing.</param>
    /// <param name="active">Members that take part, the author among them, in order.</param>
    /// <param name="author">Who evaluates.</param>
    public static string? Fault(IReadOnlyList<PartnerRating> ratings, int? accuracy, IReadOnlyList<string> active, string author)
    {
        var partners = active.Where(member => !string.Equals(member, author, StringComparison.Ordinal));
        if (!ratings.Select(rating => rating.DpId).SequenceEqual(partners, StringComparer.Ordinal))
            return "an evaluation rates every other active member once, in the order of their dpIds, and nobody else";
        if (accuracy is < 0 or > Ratio.One) return $"an accuracy is 0 to {Ratio.One} parts per million";
        return ratings.All(rating => rating.Rating is >= 0 and <= Ratio.One) ? null : $"a rating is 0 to {Ratio.One} parts per million";
    }

    private static int? RatingOf(IReadOnlyList<EvaluationEntry> evaluations, string member, Policy policy) =>
        TrimmedMean.Of(
            [
                .. evaluations.SelectMany(evaluation => evaluation.Ratings)
                    .Where(rating => string.Equals(rating.DpId, member, StringComparison.Ordinal))
                    .Select(rating => rating.Rating),
            ],
            policy.TrimPart);
}
