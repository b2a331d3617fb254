namespace FLChain.Core.Records;

/// <summary>How far a model's federation has come.</summary>
public enum ModelStage
{
    /// <summary>Takes intentions.</summary>
    Recruiting,

    /// <summary>The federation stands; key shares are dealt and confirmed.</summary>
    Preparing,

    /// <summary>Iterations run.</summary>
    Training,

    /// <summary>The artifact is attested.</summary>
    Finished,

    /// <summary>Ended without a model.</summary>
    Halted,
}
