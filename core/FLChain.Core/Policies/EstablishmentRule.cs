namespace FLChain.Core.Policies;

/// <summary>How trainers are allocated to federations.</summary>
public enum EstablishmentRule
{
    /// <summary>The paper's Algorithm 1: the best remaining pair first.</summary>
    Greedy,

    /// <summary>The greatest total of RELY·(EINC − COST).</summary>
    Optimal,
}
