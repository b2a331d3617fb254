using FLChain.Cli.Audit;
using FLChain.Cli.Audit.Wire;
using FLChain.Cryptography.Envelopes;

namespace FLChain.Cli.Tests.Audit;

/// <summary>One honest ledger for all tests of a class, made once through a real peer, with the audit of it over the wire.</summary>
public sealed class AuditedLedger : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("flchain-audit-");
    private Consortium? _consortium;
    private Story? _story;
    private RecordedSource? _recorded;

    /// <summary>The audit over the wire, while the peer ran.</summary>
    public AuditReport Honest { get; private set; } = null!;

    public AuditOptions Options { get; private set; } = null!;

    internal Consortium Consortium => _consortium!;

    internal Story Story => _story!;

    public async ValueTask InitializeAsync()
    {
        _consortium = await Consortium.StartAsync(_folder.FullName);
        _story = new Story(_consortium);
        await _story.PlayAsync();
        Options = _consortium.Options();
        await using var source = GatewayAuditSource.Connect(_consortium.ProfileOf(Consortium.BuyersMsp, "auditor"));
        var recording = new RecordingSource(source);
        Honest = await LedgerAuditor.AuditAsync(recording, Options, cancellationToken: TestContext.Current.CancellationToken);
        _recorded = recording.Recorded;
    }

    internal RecordedSource Copy() => _recorded!.Copy();

    internal AuditKey AuditKey() => Story.GroupKey.DeriveAuditKey(Story.Fid);

    internal static Task<AuditReport> AuditAsync(RecordedSource source, AuditOptions options) =>
        LedgerAuditor.AuditAsync(source, options, cancellationToken: TestContext.Current.CancellationToken);

    internal Task<AuditReport> AuditAsync(RecordedSource source) => AuditAsync(source, Options);

    public async ValueTask DisposeAsync()
    {
        if (_consortium is not null) await _consortium.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
