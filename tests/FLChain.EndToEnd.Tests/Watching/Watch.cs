using FLChain.Cryptography.Envelopes;
using FLChain.EndToEnd.Tests.Federations;
using FLChain.TrainerSdk.Misbehavior;
using FLChain.TrainerSdk.Training;

namespace FLChain.EndToEnd.Tests.Watching;

/// <summary>An auditor's watch over a federation whose members report nothing themselves, with what it said.</summary>
internal sealed class Watch(TestFederation world) : IProgress<WatchFinding>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flchain-watch-").FullName;
    private readonly List<WatchFinding> _findings = [];

    public string Folder => _folder;

    public IReadOnlyList<WatchFinding> Findings => _findings;

    /// <summary>A federation of four in which nobody reports, and one may cheat.</summary>
    public static FederationShape Shape(Func<Conduct>? cheat = null) => new()
    {
        Reports = false,
        Iterations = 2,
        ConductOf = place => place == 0 && cheat is not null ? cheat() : Conduct.Honest,
    };

    /// <summary>Called with each finding, before the watch goes on.</summary>
    public Action<WatchFinding>? Found { get; set; }

    public IEnumerable<WatchFinding> Of(WatchOutcome outcome) => _findings.Where(finding => finding.Outcome == outcome);

    /// <summary>One look by a watch of its own, which goes on where the last one in the folder was.</summary>
    public async Task<WatchSummary> LookAsync(bool reports = true, AuditKey? auditKey = null, bool inspects = false)
    {
        _findings.Clear();
        await using var watch = Connect(reports, auditKey, inspects);
        await watch.LookAsync(TestContext.Current.CancellationToken);
        return watch.Summary;
    }

    public IndependentWatch Connect(bool reports = true, AuditKey? auditKey = null, bool inspects = false) => IndependentWatch.Connect(new WatchOptions
    {
        Profile = world.Consortium.Files.AuditorProfile,
        StateDirectory = _folder,
        Fid = FederationShape.Fid,
        AuditKey = auditKey,
        Reports = reports,
        Inspects = inspects,
        Progress = this,
    });

    public void Report(WatchFinding value)
    {
        _findings.Add(value);
        Found?.Invoke(value);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
