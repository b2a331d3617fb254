namespace FLChain.Cli.Audit;

/// <summary>
/// Verifies a whole ledger again, trusting no index and no service, neither the peer that gives the blocks nor those who
/// made them: hash chain, signatures, endorsements and verdicts; the state rebuilt from the write sets; every transaction
/// executed again by the contracts; payloads, proofs and aggregates as far as they are still there; money; and the
/// peer's answers (docs/audit.md).
/// </summary>
public static class LedgerAuditor
{
    /// <summary>Runs an audit. Whatever a block, a payload or an answer holds ends as a finding, never as an exception.</summary>
    /// <param name="source">Where blocks, payloads and answers come from.</param>
    /// <param name="options">What is trusted, and how far to look.</param>
    /// <param name="progress">Told after each block; may be null.</param>
    /// <param name="cancellationToken">Ends the audit.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="ArgumentException">The options contradict themselves.</exception>
    /// <exception cref="AuditSourceException">The source gave no answer: the audit could not run.</exception>
    public static Task<AuditReport> AuditAsync(
        IAuditSource source, AuditOptions options, IProgress<AuditProgress>? progress = null, CancellationToken cancellationToken = default) =>
        FollowAsync(source, options, Task.CompletedTask, progress, cancellationToken);

    /// <summary>As <see cref="AuditAsync"/>, but takes each block as it comes, while its payloads are there, and ends with what is on the ledger when <paramref name="until"/> has ended.</summary>
    /// <param name="source">Where blocks, payloads and answers come from.</param>
    /// <param name="options">What is trusted, and how far to look.</param>
    /// <param name="until">How long to follow the chain.</param>
    /// <param name="progress">Told after each block; may be null.</param>
    /// <param name="cancellationToken">Ends the audit without a report.</param>
    /// <exception cref="ArgumentException">The options contradict themselves.</exception>
    /// <exception cref="AuditSourceException">The source gave no answer: the audit could not run.</exception>
    public static async Task<AuditReport> FollowAsync(
        IAuditSource source, AuditOptions options, Task until, IProgress<AuditProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(until);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        using var run = new AuditRun(source, options, progress);
        return await run.RunAsync(until, cancellationToken);
    }
}
