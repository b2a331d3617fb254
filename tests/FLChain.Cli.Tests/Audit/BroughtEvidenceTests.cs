using FLChain.Cli.Audit;
using FLChain.Cli.Audit.Wire;
using FLChain.Core.Ledger;
using FLChain.Core.Records;
using FLChain.Core.Requests;
using Incentive = FLChain.Core.TransactionNames.Incentive;
using Misbehavior = FLChain.Core.TransactionNames.Misbehavior;

namespace FLChain.Cli.Tests.Audit;

/// <summary>
/// Reports whose evidence the reporter brought along: the audit runs them again as long as the submission is there, and
/// afterwards counts each as not run again, by name. It passes and fails nobody for it.
/// </summary>
public sealed class BroughtEvidenceTests : IAsyncLifetime
{
    private const ulong BlocksToLive = 40;
    private const string Reason = "the evidence travelled with the report: a payload that it needs is not there any more";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("flchain-audit-");
    private readonly Dictionary<int, byte[]> _gradients = [];
    private Consortium _consortium = null!;
    private Story _story = null!;

    public async ValueTask InitializeAsync()
    {
        _consortium = await Consortium.StartAsync(_folder.FullName, BlocksToLive);
        _story = new Story(_consortium)
        {
            // In the last iteration the second member spoils the proof of its gradient.
            Alter = (iteration, phase, place, payload) =>
            {
                if (phase != Phases.Gradient || iteration != Story.Iterations) return payload;
                if (place == 1) payload = [.. payload[..^1], (byte)(payload[^1] ^ 1)];
                return _gradients[place] = payload;
            },
        };
        await _story.PlayAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _consortium.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task AuditAsync_EvidenceBroughtWhileTheSubmissionIsThere_IsRunAgain()
    {
        Assert.Equal(ReportState.False, (await ReportAsync(0)).State);
        Assert.Equal(ReportState.Proven, (await ReportAsync(1)).State);

        foreach (var life in (ulong?[])[BlocksToLive, null])
        {
            var report = await AuditAsync(life);
            Assert.True(report.Passed, string.Join('\n', AuditReportText.Lines(report)));
            Assert.Equal(0, report.NotReexecuted);
        }
    }

    [Fact]
    public async Task AuditAsync_EvidenceBroughtAfterItExpired_IsCountedByItsNameAndNeitherPassedNorFailed()
    {
        await ExpireAsync();
        var before = await AuditAsync(BlocksToLive);
        Assert.Equal(ReportState.False, (await ReportAsync(0)).State);
        Assert.Equal(ReportState.Proven, (await ReportAsync(1)).State);

        foreach (var life in (ulong?[])[BlocksToLive, null])
        {
            var report = await AuditAsync(life);
            Assert.True(report.Passed, string.Join('\n', AuditReportText.Lines(report)));
            Assert.Equal(before.NotReexecuted + 2, report.NotReexecuted);
            var skipped = Assert.Single(report.Skipped, skipped => skipped.Check == AuditCheckKind.Reexecution && skipped.Reason == Reason);
            Assert.Equal(2, skipped.Count);
        }
    }

    [Fact]
    public async Task AuditAsync_ReportOverAnEarlierExpiry_NeedsNoEvidenceForAnAggregate()
    {
        await ExpireAsync();
        var before = await AuditAsync(BlocksToLive);
        var report = new ReportMisbehavior(FaultKind.IncorrectAggregate, Story.Fid, 1, _story.Members[0].Id);
        await _story.Buyer.SubmitAsync(Misbehavior.Contract, Misbehavior.Report, report);
        Assert.Equal(before.NotReexecuted, (await AuditAsync(BlocksToLive)).NotReexecuted);
    }

    private Task<ReportRecord> ReportAsync(int accused) => _story.Buyer.SubmitAsync<ReportRecord>(
        Misbehavior.Contract, Misbehavior.Report,
        new ReportMisbehavior(FaultKind.IncorrectGradient, Story.Fid, Story.Iterations, _story.Members[accused].Id), _gradients[accused]);

    private async Task ExpireAsync()
    {
        for (ulong i = 0; i <= BlocksToLive; i++)
            await _story.Buyer.SubmitAsync(Incentive.Contract, Incentive.Deposit, new MoveDeposit(1));
    }

    private async Task<AuditReport> AuditAsync(ulong? blocksToLive)
    {
        await using var source = GatewayAuditSource.Connect(_consortium.ProfileOf(Consortium.BuyersMsp, "auditor"));
        return await LedgerAuditor.AuditAsync(source, _consortium.Options() with { PayloadBlocksToLive = blocksToLive }, cancellationToken: TestContext.Current.CancellationToken);
    }
}
