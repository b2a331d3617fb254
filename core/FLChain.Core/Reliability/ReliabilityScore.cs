using FLChain.Core.Policies;

namespace FLChain.Core.Reliability;

/// <summary>RELY: how much a trainer is trusted, 0 to 1,000,000 parts per million.</summary>
public static class ReliabilityScore
{
    /// <summary>
    /// (initial · priorWeight + Σ ratings) / (priorWeight + number of ratings), rounded down: a trainer begins at the
    /// policy's initial value, and each rating moves it the less the more are known.
    /// </summary>
    public static int Of(Evidence evidence, Policy policy) =>
        (int)(((long)policy.InitialReliability * policy.ReliabilityPriorWeight + evidence.Sum) / (policy.ReliabilityPriorWeight + evidence.Count));
}
