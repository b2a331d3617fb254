namespace FLChain.Core.Records;

/// <summary>How far a report of misbehavior has come.</summary>
public enum ReportState
{
    /// <summary>The contract verified the evidence: a <see cref="FaultRecord"/> stands.</summary>
    Proven,

    /// <summary>The evidence does not hold: the fee is lost.</summary>
    False,

    /// <summary>The accused's sealed share does not open with the key that the reporter names: the accused has to open it.</summary>
    Challenged,

    /// <summary>The accused opened a right share: nobody is punished and the fee is given back.</summary>
    Answered,
}
