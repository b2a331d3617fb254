namespace FLChain.Core.Records;

/// <summary>A trainer's collaboration intention (paper, section IV.A).</summary>
/// <param name="Fid">The model.</param>
/// <param name="DpId">The trainer.</param>
/// <param name="ExpectedPrice">ep, the price it expects the model to be sold for.</param>
/// <param name="ExpectedIncome">einc, what it expects to earn.</param>
/// <param name="Cost">cost, what it expects to spend.</param>
/// <param name="Fee">f_CI as it was paid.</param>
/// <param name="At">When, Unix milliseconds.</param>
public sealed record IntentionRecord(string Fid, string DpId, long ExpectedPrice, long ExpectedIncome, long Cost, long Fee, long At);
