namespace FLChain.Core.Policies;

/// <summary>Who verifies the proof of a masked gradient when it is submitted.</summary>
public enum VerificationRule
{
    /// <summary>Every partner; the contract when a report comes (the paper's way).</summary>
    Optimistic,

    /// <summary>The contract at once.</summary>
    Eager,
}
