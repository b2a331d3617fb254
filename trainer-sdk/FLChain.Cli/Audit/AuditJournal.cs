using System.Collections.Concurrent;

namespace FLChain.Cli.Audit;

/// <summary>Collects what the checks say. Safe for concurrent use.</summary>
internal sealed class AuditJournal(int maxFindings)
{
    private readonly Lock _gate = new();
    private readonly List<AuditFinding> _findings = [];
    private readonly long[] _examined = new long[Enum.GetValues<AuditCheckKind>().Length];
    private readonly long[] _errors = new long[Enum.GetValues<AuditCheckKind>().Length];
    private readonly ConcurrentDictionary<(AuditCheckKind Check, string Reason), SkippedCheck> _skipped = [];
    private long _allErrors;

    public long Errors => Interlocked.Read(ref _allErrors);

    public IReadOnlyList<AuditCheck> Checks =>
        [.. Enum.GetValues<AuditCheckKind>().Select(kind => new AuditCheck(
            kind,
            _examined[(int)kind],
            _errors[(int)kind],
            _skipped.Values.Where(skipped => skipped.Check == kind).Sum(skipped => skipped.Count)))];

    public IReadOnlyList<AuditFinding> Findings =>
        [.. _findings
            .OrderByDescending(finding => finding.Severity)
            .ThenBy(finding => finding.Place.Block ?? ulong.MaxValue)
            .ThenBy(finding => finding.Place.Transaction ?? int.MaxValue)
            .ThenBy(finding => finding.Check)
            .ThenBy(finding => finding.Place.ToString(), StringComparer.Ordinal)];

    public IReadOnlyList<SkippedCheck> Skipped =>
        [.. _skipped.Values.OrderBy(skipped => skipped.Check).ThenBy(skipped => skipped.Reason, StringComparer.Ordinal)];

    public void Examined(AuditCheckKind check, long count = 1) => Interlocked.Add(ref _examined[(int)check], count);

    public void Skip(AuditCheckKind check, string reason, AuditPlace place) =>
        _skipped.AddOrUpdate((check, reason), _ => new SkippedCheck(check, reason, 1, place), (_, skipped) => skipped with { Count = skipped.Count + 1, First = Earlier(skipped.First, place) });

    public void Note(AuditCheckKind check, AuditPlace place, string expected, string found) =>
        Keep(new AuditFinding(AuditSeverity.Note, check, place, expected, found));

    public void Error(AuditCheckKind check, AuditPlace place, string expected, string found)
    {
        Interlocked.Increment(ref _errors[(int)check]);
        Interlocked.Increment(ref _allErrors);
        Keep(new AuditFinding(AuditSeverity.Error, check, place, expected, found));
    }

    // Transactions of a block are examined side by side: which one comes first must not depend on that.
    private static AuditPlace Earlier(AuditPlace left, AuditPlace right) =>
        (left.Block ?? 0, left.Transaction ?? 0).CompareTo((right.Block ?? 0, right.Transaction ?? 0)) <= 0 ? left : right;

    private void Keep(AuditFinding finding)
    {
        lock (_gate)
            if (_findings.Count < maxFindings)
                _findings.Add(finding);
    }
}
