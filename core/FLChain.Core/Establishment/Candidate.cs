namespace FLChain.Core.Establishment;

/// <summary>One pair of Algorithm 1: a trainer that intends to train a model.</summary>
/// <param name="Fid">The model.</param>
/// <param name="DpId">The trainer.</param>
/// <param name="Rely">RELY in parts per million.</param>
/// <param name="ExpectedIncome">EINC.</param>
/// <param name="Cost">COST.</param>
public sealed record Candidate(string Fid, string DpId, int Rely, long ExpectedIncome, long Cost)
{
    /// <summary>PFT = RELY·(EINC − COST), in millionths of the smallest unit of money.</summary>
    public Int128 Profit => (Int128)Rely * ((Int128)ExpectedIncome - Cost);
}
