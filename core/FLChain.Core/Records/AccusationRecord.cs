namespace FLChain.Core.Records;

/// <summary>A report that a trainer is unqualified or its data illegal, or an inspection that was drawn: what a person must judge.</summary>
/// <param name="ReportId">Transaction that made it.</param>
/// <param name="Accused">dpId.</param>
/// <param name="Reporter">Party id.</param>
/// <param name="Claim">What is claimed, 1 to 1,000 characters.</param>
/// <param name="EvidenceDigest">SHA-512 of the evidence, hex; the evidence itself goes to the judges. For an inspection, of the masked gradient.</param>
/// <param name="Fee">What the reporter paid (f_2); 0 for an inspection.</param>
/// <param name="State">How far it has come.</param>
/// <param name="Models">Models of the accused that a judgment decides on, in the order of their fids.</param>
/// <param name="At">When, Unix milliseconds.</param>
/// <param name="Deadline">When the state's time ends, Unix milliseconds: judgment while pending or appealed, appeal while judged; 0 after the end.</param>
/// <param name="Judgment">The judgment that stands; absent before.</param>
/// <param name="Appellant">Party id of who appealed; empty when nobody did.</param>
/// <param name="AppealFee">What the appellant paid (f_2 of that day); 0 when nobody did.</param>
/// <param name="Inspects">For an inspection, the iteration whose gradient was drawn; absent for an accusation that somebody made.</param>
public sealed record AccusationRecord(
    string ReportId,
    string Accused,
    string Reporter,
    string Claim,
    string EvidenceDigest,
    long Fee,
    AccusationState State,
    IReadOnlyList<string> Models,
    long At,
    long Deadline,
    Judgment? Judgment,
    string Appellant,
    long AppealFee,
    int? Inspects = null);
