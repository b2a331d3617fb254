namespace FLChain.Core.Records;

/// <summary>A judgment: the document that the judges sign in its canonical form (see <c>JudgmentForm</c>).</summary>
/// <param name="ReportId">The accusation that it decides.</param>
/// <param name="Instance">1 for the first judgment, 2 for the decision of an appeal, which is final.</param>
/// <param name="Verdict">What was found.</param>
/// <param name="Findings">Why, 1 to 4,000 characters.</param>
/// <param name="ClaimDigest">SHA-512 of the claim, hex: what was judged.</param>
/// <param name="Models">For a verdict of guilty, each model of the accusation once, in its order; empty when dismissed.</param>
/// <param name="DecidedAt">When it was decided, Unix milliseconds.</param>
public sealed record Judgment(
    string ReportId,
    int Instance,
    Verdict Verdict,
    string Findings,
    string ClaimDigest,
    IReadOnlyList<ModelVerdict> Models,
    long DecidedAt);
