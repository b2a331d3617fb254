using System.Globalization;

namespace FLChain.Cli.Audit;

/// <summary>An audit's report as lines of plain text.</summary>
public static class AuditReportText
{
    /// <summary>What a check looks at, for people.</summary>
    public static string Title(AuditCheckKind check) => check switch
    {
        AuditCheckKind.Blocks => "hash chain",
        AuditCheckKind.Orderer => "orderer's signatures",
        AuditCheckKind.Transactions => "transactions' form",
        AuditCheckKind.Creators => "creators' signatures",
        AuditCheckKind.Endorsements => "endorsements",
        AuditCheckKind.Definitions => "chaincode definitions",
        AuditCheckKind.Verdicts => "verdicts",
        AuditCheckKind.CommitHashes => "commit hashes",
        AuditCheckKind.Reexecution => "transactions run again",
        AuditCheckKind.Payloads => "payloads",
        AuditCheckKind.Proofs => "masking proofs",
        AuditCheckKind.Aggregates => "aggregates",
        AuditCheckKind.Shares => "unmasking shares",
        AuditCheckKind.Money => "accounts",
        AuditCheckKind.Answers => "peer's answers",
        _ => check.ToString(),
    };

    /// <summary>The report, line by line: checks, what was skipped, findings, verdict.</summary>
    public static IEnumerable<string> Lines(AuditReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var scope = report.Fid is { } fid ? $", federation {fid}" : string.Empty;
        yield return $"Channel {report.ChannelId}{scope}: {report.Blocks} blocks, {report.ValidTransactions} of {report.Transactions} transactions valid";
        yield return $"Last block {report.LastBlockHash}";
        foreach (var check in report.Checks)
        {
            var verdict = check.Errors > 0 ? "FAILED" : check.Examined > 0 ? "ok" : "nothing to check";
            var skipped = check.Skipped > 0 ? $", {check.Skipped} not checked" : string.Empty;
            var errors = check.Errors > 0 ? $", {check.Errors} errors" : string.Empty;
            yield return $"  {Title(check.Check),-24}{check.Examined,10}  {verdict}{errors}{skipped}";
        }

        yield return $"Money: {report.Minted} minted, {report.SumOfAccounts} held";
        foreach (var skipped in report.Skipped)
            yield return $"Not checked ({Title(skipped.Check)}): {skipped.Count} times, {skipped.Reason}; first at {skipped.First}";
        foreach (var finding in report.Findings)
            yield return $"{(finding.Severity == AuditSeverity.Error ? "ERROR" : "note")} ({Title(finding.Check)}) at {finding.Place}: expected {finding.Expected}; found {finding.Found}";
        var kept = report.Findings.Count(finding => finding.Severity == AuditSeverity.Error);
        if (report.Errors > kept) yield return $"… and {report.Errors - kept} more errors";
        var seconds = report.Duration.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        yield return report.Passed
            ? $"PASSED in {seconds} s: {report.Reexecuted} transactions came out the same, {report.NotReexecuted} could not be run again in full"
            : $"FAILED in {seconds} s: {report.Errors} errors";
    }
}
