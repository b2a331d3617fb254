namespace FLChain.Core.Records;

/// <summary>What the judges found.</summary>
public enum Verdict
{
    /// <summary>The claim does not hold.</summary>
    Dismissed,

    /// <summary>The claim holds: the trainer is unqualified.</summary>
    Guilty,
}
