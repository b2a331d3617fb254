namespace FLChain.TrainerSdk.Progress;

/// <summary>What a trainer spends its time on.</summary>
public enum TrainingStep
{
    /// <summary>Waiting for the federation to be established.</summary>
    Establishing,

    /// <summary>Key shares are dealt and confirmed.</summary>
    Preparing,

    /// <summary>The training script computes its gradient.</summary>
    LocalTraining,

    /// <summary>Quantizing, packing and encrypting the gradient.</summary>
    Masking,

    /// <summary>Making proofs.</summary>
    Proving,

    /// <summary>Checking partners' proofs.</summary>
    Verifying,

    /// <summary>Submitting to the ledger, reading from it, and waiting for it and for the partners.</summary>
    Ledger,

    /// <summary>Multiplying masked gradients.</summary>
    Aggregating,

    /// <summary>Computing unmasking shares and combining them.</summary>
    Unmasking,

    /// <summary>The iteration is done.</summary>
    RoundFinished,

    /// <summary>A partner's submission did not verify.</summary>
    PartnerFault,

    /// <summary>The model is finished.</summary>
    Finished,
}
