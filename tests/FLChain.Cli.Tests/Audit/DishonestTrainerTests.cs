using FLChain.Cli.Audit;
using FLChain.Cli.Audit.Wire;
using FLChain.Core.Ledger;
using FLChain.Core.Requests;
using Incentive = FLChain.Core.TransactionNames.Incentive;

namespace FLChain.Cli.Tests.Audit;

/// <summary>What the contracts leave to the partners to verify, the audit verifies too; and it says what has expired.</summary>
public sealed class DishonestTrainerTests : IAsyncLifetime
{
    private const ulong BlocksToLive = 60;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("flchain-audit-");
    private Consortium _consortium = null!;
    private Story _story = null!;

    public async ValueTask InitializeAsync()
    {
        _consortium = await Consortium.StartAsync(_folder.FullName, BlocksToLive);
        _story = new Story(_consortium)
        {
            // In the last iteration the second member spoils the proof of its gradient, the third that of its share.
            Alter = (iteration, phase, place, payload) => (iteration, phase, place) switch
            {
                (Story.Iterations, Phases.Gradient, 1) or (Story.Iterations, Phases.Share, 2) => [.. payload[..^1], (byte)(payload[^1] ^ 1)],
                _ => payload,
            },
        };
        await _story.PlayAsync();
    }

    [Fact]
    public async Task AuditAsync_BadProofs_NamesThemAndLaterSaysThatTheyHaveExpired()
    {
        var report = await AuditAsync();

        Assert.Equal(2, report.Errors);
        AssertNamed(report, AuditCheckKind.Proofs, Phases.Gradient, _story.Members[1]);
        AssertNamed(report, AuditCheckKind.Shares, Phases.Share, _story.Members[2]);
        Assert.Empty(report.Skipped);

        for (ulong i = 0; i <= BlocksToLive; i++)
            await _story.Buyer.SubmitAsync(Incentive.Contract, Incentive.Deposit, new MoveDeposit(1));
        var later = await AuditAsync();

        Assert.True(later.Passed, string.Join('\n', AuditReportText.Lines(later)));
        Assert.Equal(report[AuditCheckKind.Payloads].Examined, later[AuditCheckKind.Payloads].Skipped);
        Assert.Equal(report[AuditCheckKind.Proofs].Examined, later[AuditCheckKind.Proofs].Skipped);
        Assert.Equal(later.ValidTransactions, later.Reexecuted + later.NotReexecuted);
        Assert.Equal(Story.PayloadTransactions, later.NotReexecuted);
    }

    private async Task<AuditReport> AuditAsync()
    {
        using var key = _story.GroupKey.DeriveAuditKey(Story.Fid);
        var options = _consortium.Options() with { Fid = Story.Fid, AuditKey = key, PayloadBlocksToLive = BlocksToLive };
        await using var source = GatewayAuditSource.Connect(_consortium.ProfileOf(Consortium.BuyersMsp, "auditor"));
        return await LedgerAuditor.AuditAsync(source, options, cancellationToken: TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _consortium.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static void AssertNamed(AuditReport report, AuditCheckKind kind, string phase, Party author)
    {
        var finding = Assert.Single(report.Findings, finding => finding.Check == kind);
        Assert.Equal($"{phase}/{Story.Fid}/{Story.Iterations}/{author.Id}", finding.Place.Payload);
    }
}
