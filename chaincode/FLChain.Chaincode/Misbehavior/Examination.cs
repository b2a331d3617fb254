namespace FLChain.Chaincode.Misbehavior;

/// <summary>What came of looking at the evidence of a report.</summary>
/// <param name="State">Proven, false, or for the accused to answer.</param>
/// <param name="Finding">Why, for people.</param>
internal readonly record struct Examination(ReportState State, string Finding)
{
    public static Examination Proven(string finding) => new(ReportState.Proven, finding);

    public static Examination False(string finding) => new(ReportState.False, finding);

    public static Examination Challenged(string finding) => new(ReportState.Challenged, finding);
}
