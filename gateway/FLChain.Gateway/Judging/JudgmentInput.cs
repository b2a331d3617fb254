namespace FLChain.Gateway.Judging;

/// <summary>What a judge has found.</summary>
/// <param name="Verdict">Guilty or dismissed.</param>
/// <param name="Findings">Why, 1 to 4,000 characters.</param>
/// <param name="Legal">Models of the accusation that may be sold all the same, for a verdict of guilty; the others are forbidden. Absent: none.</param>
public sealed record JudgmentInput(Verdict Verdict, string Findings, IReadOnlyList<string>? Legal = null);
