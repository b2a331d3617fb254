namespace FLChain.Cli.Audit;

/// <summary>How much a finding weighs.</summary>
public enum AuditSeverity
{
    /// <summary>Worth knowing; the audit passes all the same.</summary>
    Note,

    /// <summary>Something is not as it must be: the audit fails.</summary>
    Error,
}
