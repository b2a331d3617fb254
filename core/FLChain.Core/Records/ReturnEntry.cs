namespace FLChain.Core.Records;

/// <summary>A member that was left out asks to take part again from the next iteration on.</summary>
/// <param name="DpId">The member.</param>
/// <param name="At">When, Unix milliseconds.</param>
public sealed record ReturnEntry(string DpId, long At);
