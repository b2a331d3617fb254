namespace FLChain.EndToEnd.Tests.Recovery;

/// <summary>Where in its script a trainer is killed.</summary>
public enum KillMoment
{
    /// <summary>Its intention is on the ledger; the federation is not established yet, or just.</summary>
    AfterIntention,

    /// <summary>Its confirmation of the dealt share is on the ledger.</summary>
    AfterConfirmation,

    /// <summary>It has the round's weights and computes.</summary>
    BeforeGradient,

    /// <summary>The masked gradient is on its way: written down, and perhaps on the ledger.</summary>
    WhileSubmitting,

    /// <summary>The masked gradient is on the ledger.</summary>
    AfterGradient,

    /// <summary>Its aggregate is on the ledger.</summary>
    AfterAggregate,

    /// <summary>Its unmasking share is on the ledger.</summary>
    AfterShare,

    /// <summary>The iteration is closed; its checkpoint may not be written.</summary>
    AfterClose,

    /// <summary>The encrypted model is stored, and not attested.</summary>
    AfterArtifact,

    /// <summary>Its attestation is on the ledger.</summary>
    AfterAttestation,
}
