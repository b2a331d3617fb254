namespace FLChain.Cli.Audit;

/// <summary>Things that a check could not look at, for one reason.</summary>
/// <param name="Check">Which check.</param>
/// <param name="Reason">Why, for people.</param>
/// <param name="Count">How many.</param>
/// <param name="First">The first of them.</param>
public sealed record SkippedCheck(AuditCheckKind Check, string Reason, long Count, AuditPlace First);
