namespace FLChain.Core.Records;

/// <summary>A member whose deposit for a federation was confiscated: it takes no further part and no share of its profit.</summary>
/// <param name="DpId">The member.</param>
/// <param name="Kind">The fault; absent when a judgment found the member unqualified.</param>
/// <param name="At">When, Unix milliseconds.</param>
public sealed record ExpulsionEntry(string DpId, FaultKind? Kind, long At);
