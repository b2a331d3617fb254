namespace FLChain.Simulation.Strategies;

/// <summary>How a member of a simulated federation plays.</summary>
internal enum Strategy
{
    /// <summary>Trains in every iteration, gives what is right, reports what it sees.</summary>
    Honest,

    /// <summary>Does not train: submits a masked gradient whose proof does not hold.</summary>
    WrongGradient,

    /// <summary>Does not train: submits a partner's masked gradient as its own.</summary>
    CopiedGradient,

    /// <summary>Trains, and submits a wrong aggregate.</summary>
    WrongAggregate,

    /// <summary>Trains, and submits a wrong unmasking share.</summary>
    WrongShare,

    /// <summary>Does not train: masks what makes every sum impossible, under a proof that holds, and opens its seed when it is asked to.</summary>
    AbsurdGradient,

    /// <summary>The same, and opens no seed.</summary>
    WithheldSeed,

    /// <summary>Trains, and multiplies no masked gradients.</summary>
    SilentInAggregation,

    /// <summary>Trains, and gives no unmasking share.</summary>
    SilentInUnmasking,

    /// <summary>Trains in the first iteration only, and then is silent.</summary>
    Quitter,

    /// <summary>Trains in every second iteration, and comes back in between.</summary>
    Lazy,

    /// <summary>Trains, and reports an honest partner in every iteration.</summary>
    FalseReporter,

    /// <summary>Trains, and challenges an honest partner's share in every iteration.</summary>
    FalseChallenger,

    /// <summary>Trains, and accuses an honest partner before the judges when the model is finished.</summary>
    FalseAccuser,

    /// <summary>Trains on data that it may not use, for which a judge forbids the model.</summary>
    IllegalData,

    /// <summary>Trains, rates its accomplice highest and everyone else lowest.</summary>
    Colluder,

    /// <summary>Trains, and delivers a wrong key to a buyer.</summary>
    WrongDelivery,

    /// <summary>Trains, but does not attest the model and delivers to nobody.</summary>
    SilentAtTheEnd,

    /// <summary>Does not train: masks zeros or noise, well-formed and under a proof that holds, and is present at everything; an inspection finds it.</summary>
    FreeRider,
}
