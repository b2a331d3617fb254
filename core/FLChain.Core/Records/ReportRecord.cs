namespace FLChain.Core.Records;

/// <summary>A report of misbehavior and what became of it.</summary>
/// <param name="ReportId">Transaction that made it.</param>
/// <param name="Kind">What was reported.</param>
/// <param name="Fid">Model.</param>
/// <param name="Iteration">Iteration; 0 outside iterations.</param>
/// <param name="Accused">dpId, or the authority's MSP id.</param>
/// <param name="Reporter">Party id.</param>
/// <param name="Fee">What the reporter paid (f_1).</param>
/// <param name="State">How far it has come.</param>
/// <param name="Finding">What the contract found, for people.</param>
/// <param name="At">When, Unix milliseconds.</param>
/// <param name="Deadline">Until when the accused may answer a challenge, Unix milliseconds; 0 for other reports.</param>
public sealed record ReportRecord(
    string ReportId,
    FaultKind Kind,
    string Fid,
    int Iteration,
    string Accused,
    string Reporter,
    long Fee,
    ReportState State,
    string Finding,
    long At,
    long Deadline);
