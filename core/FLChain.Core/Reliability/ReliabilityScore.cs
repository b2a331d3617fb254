using FLChain.Core.Ledger;
using FLChain.Core.Policies;

namespace FLChain.Core.Reliability;

/// <summary>RELY: how much a trainer is trusted, 0 to 1,000,000 parts per million (docs/economics.md derives its properties).</summary>
public static class ReliabilityScore
{
    // 2^-64 of one whole is nothing: more faults change no score.
    private const int MostFaults = 64;

    /// <summary>
    /// (initial · priorWeight + Σ rating · weight) / (priorWeight + Σ weight), rounded down, then times the policy's
    /// fault factor for each proven fault: a trainer begins at the policy's initial value, each rating moves it the less
    /// the more are known, and after one fault no run of praise brings it back to where a newcomer begins.
    /// </summary>
    public static int Of(Evidence evidence, Policy policy)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        ArgumentNullException.ThrowIfNull(policy);
        var priorWeight = (long)policy.ReliabilityPriorWeight * Evidence.FreshWeight;
        var score = ((policy.InitialReliability * priorWeight) + evidence.Sum) / (priorWeight + evidence.Weight);
        for (var fault = 0; fault < Math.Min(evidence.Faults, MostFaults); fault++) score = score * policy.FaultFactor / Ratio.One;
        return (int)score;
    }
}
