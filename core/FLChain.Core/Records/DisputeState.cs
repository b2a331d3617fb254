namespace FLChain.Core.Records;

/// <summary>How far the dispute of an impossible sum has come.</summary>
public enum DisputeState
{
    /// <summary>Contributors open their seeds to the authority, until the deadline.</summary>
    Opening,

    /// <summary>Every contributor opened a seed; the authority looks for the culprit, until the deadline.</summary>
    Examining,

    /// <summary>A culprit was convicted.</summary>
    Convicted,

    /// <summary>No culprit was named in time. The federation stays halted.</summary>
    Lapsed,
}
