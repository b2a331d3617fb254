namespace FLChain.Gateway.Judging;

/// <summary>A judgment and who signed it.</summary>
/// <param name="Judgment">The judgment.</param>
/// <param name="Signatures">Signatures of judges. Absent: none but the caller's own.</param>
public sealed record SignedJudgmentInput(Judgment Judgment, IReadOnlyList<JudgeSignature>? Signatures = null);
