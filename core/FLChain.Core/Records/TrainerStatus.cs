namespace FLChain.Core.Records;

/// <summary>Standing of a trainer (paper, Table I).</summary>
public enum TrainerStatus
{
    /// <summary>May take part.</summary>
    Qualified,

    /// <summary>Judged unqualified; may not take part.</summary>
    Unqualified,

    /// <summary>A judgment is pending.</summary>
    Suspending,
}
