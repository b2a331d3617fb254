using FLChain.Core.Records;

namespace FLChain.Core.Answers;

/// <summary>A dispute as it stands.</summary>
/// <param name="Dispute">Its record.</param>
/// <param name="Openings">Seeds that were opened to the authority, in the order of their authors.</param>
public sealed record DisputeAnswer(DisputeRecord Dispute, IReadOnlyList<OpeningEntry> Openings);
