namespace FLChain.Cli.Audit;

/// <summary>The result of one check.</summary>
/// <param name="Check">Which.</param>
/// <param name="Examined">How many things it looked at (blocks, signatures, transactions, payloads, accounts).</param>
/// <param name="Errors">How many errors it found.</param>
/// <param name="Skipped">How many things it could not look at; see <see cref="AuditReport.Skipped"/>.</param>
public sealed record AuditCheck(AuditCheckKind Check, long Examined, long Errors, long Skipped)
{
    /// <summary>Whether it found no error. A check that examined nothing passes: see <see cref="Examined"/>.</summary>
    public bool Passed => Errors == 0;
}
