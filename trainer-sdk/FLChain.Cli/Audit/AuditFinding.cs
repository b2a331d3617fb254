namespace FLChain.Cli.Audit;

/// <summary>Something that is not as it must be, or that is worth knowing.</summary>
/// <param name="Severity">Whether it fails the audit.</param>
/// <param name="Check">Which check found it.</param>
/// <param name="Place">Where.</param>
/// <param name="Expected">What must be.</param>
/// <param name="Found">What is.</param>
public sealed record AuditFinding(AuditSeverity Severity, AuditCheckKind Check, AuditPlace Place, string Expected, string Found);
