namespace FLChain.Gateway.Rest;

/// <summary>The dispute of an impossible sum.</summary>
/// <param name="Dispute">Its record with its place on the ledger.</param>
/// <param name="Openings">Seeds that contributors opened to the authority, in the order of their dpIds.</param>
public sealed record DisputeAnswer(Recorded<DisputeRecord> Dispute, IReadOnlyList<OpeningEntry> Openings);
