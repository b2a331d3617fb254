namespace FLChain.Core.Records;

/// <summary>How far an accusation has come. Pending → Judged → Settled, with Appealed between when the loser appeals; or → Lapsed.</summary>
public enum AccusationState
{
    /// <summary>Waits for its judgment.</summary>
    Pending,

    /// <summary>Judged; the loser may still appeal.</summary>
    Judged,

    /// <summary>Appealed; waits for the final judgment, without which the first one stands.</summary>
    Appealed,

    /// <summary>The judgment was executed.</summary>
    Settled,

    /// <summary>No judgment in time, or overtaken by another report's: the fees were given back and nobody was punished.</summary>
    Lapsed,
}
