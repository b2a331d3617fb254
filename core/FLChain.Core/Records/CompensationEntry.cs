namespace FLChain.Core.Records;

/// <summary>That the partners of a federation were compensated, which happens once.</summary>
/// <param name="Amount">What they were paid together (Σ cp).</param>
/// <param name="At">When, Unix milliseconds.</param>
/// <param name="Tx">Transaction that paid it.</param>
public sealed record CompensationEntry(long Amount, long At, string Tx);
