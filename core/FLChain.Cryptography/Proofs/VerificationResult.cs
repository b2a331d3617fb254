namespace FLChain.Cryptography.Proofs;

/// <summary>
/// The outcome of a verification: forged or broken input is an expected outcome and never an exception. The default
/// value is a refusal.
/// </summary>
/// <param name="Reason">Why.</param>
/// <param name="Element">Zero-based index of the first bad element where one can be named, else −1.</param>
public readonly record struct VerificationResult(VerificationReason Reason, int Element)
{
    /// <summary>Everything checked holds.</summary>
    public static VerificationResult Valid { get; } = new(VerificationReason.Valid, -1);

    /// <summary>Whether the input may be accepted.</summary>
    public bool IsValid => Reason == VerificationReason.Valid;

    /// <summary>A refusal.</summary>
    /// <param name="reason">Any reason but valid.</param>
    /// <param name="element">Index of the bad element, or −1.</param>
    public static VerificationResult Refused(VerificationReason reason, int element = -1) =>
        reason == VerificationReason.Valid
            ? throw new ArgumentOutOfRangeException(nameof(reason), "A refusal needs a reason.")
            : new VerificationResult(reason, element);

    /// <summary>For logs and ledger messages, such as "ElementOutOfRange at 3".</summary>
    public override string ToString() => Element < 0 ? Reason.ToString() : $"{Reason} at {Element}";
}
