using System.Text.Json;
using FLChain.Cli.Audit;
using FLChain.Core.Ledger;
using FLChain.Core.Requests;

namespace FLChain.Cli.Tests.Audit;

/// <summary>Honest ledgers pass, and the report says what was looked at and what could not be.</summary>
[Collection(SharedLedger.Name)]
public sealed class LedgerAuditorTests(AuditedLedger ledger)
{
    [Fact]
    public void AuditAsync_HonestLedgerOverTheWire_PassesAndExaminesEverything()
    {
        var report = ledger.Honest;

        Assert.True(report.Passed, string.Join('\n', AuditReportText.Lines(report)));
        // Shares stay sealed here, and an embedded peer has no definitions on its ledger.
        Assert.All(
            report.Checks.Where(check => check.Check is not (AuditCheckKind.Shares or AuditCheckKind.Definitions)),
            check => Assert.True(check.Examined > 0, $"{check.Check} examined nothing"));
        Assert.Equal(0, report.NotReexecuted);
        Assert.Equal(report.ValidTransactions, report.Reexecuted);
        Assert.Equal(Story.Trainers * Story.Iterations, report[AuditCheckKind.Proofs].Examined);
        Assert.Equal(Story.Iterations, report[AuditCheckKind.Aggregates].Examined);
        Assert.Equal(5 * 2_000_000 + Story.Iterations * 10, report.Minted);
        Assert.Equal(report.Minted, report.SumOfAccounts);
    }

    [Fact]
    public void AuditAsync_HonestLedgerWithoutAuditKey_SaysThatSharesStayedSealed()
    {
        var skipped = Assert.Single(ledger.Honest.Skipped, skipped => skipped.Check == AuditCheckKind.Shares);

        Assert.Equal(Story.Threshold * Story.Iterations, skipped.Count);
        Assert.NotNull(skipped.First.Payload);
    }

    [Fact]
    public async Task AuditAsync_WithAuditKey_OpensAndVerifiesEveryShare()
    {
        using var key = ledger.AuditKey();

        var report = await AuditedLedger.AuditAsync(ledger.Copy(), ledger.Options with { Fid = Story.Fid, AuditKey = key });

        Assert.True(report.Passed, string.Join('\n', AuditReportText.Lines(report)));
        Assert.Equal(Story.Threshold * Story.Iterations, report[AuditCheckKind.Shares].Examined);
        Assert.Empty(report.Skipped);
    }

    [Fact]
    public async Task AuditAsync_WithAnotherFederationsAuditKey_NamesTheSharesThatDoNotOpen()
    {
        using var key = ledger.Story.GroupKey.DeriveAuditKey("flm-other");

        var report = await AuditedLedger.AuditAsync(ledger.Copy(), ledger.Options with { Fid = Story.Fid, AuditKey = key });

        Assert.Equal(Story.Threshold * Story.Iterations, report[AuditCheckKind.Shares].Errors);
    }

    [Fact]
    public async Task AuditAsync_PayloadGone_PassesAndSaysWhatCouldNotBeRunAgain()
    {
        var source = ledger.Copy();
        var gone = source.Payloads.Keys.First(reference => reference is { Phase: Phases.Gradient, Iteration: 1 });
        source.Payloads[gone] = null;

        var report = await ledger.AuditAsync(source);

        Assert.True(report.Passed, string.Join('\n', AuditReportText.Lines(report)));
        Assert.Equal(2, report.NotReexecuted); // the gradient's own transaction, and the draw that needs it
        Assert.Contains(report.Skipped, skipped => skipped.Check == AuditCheckKind.Payloads && skipped.First.Payload!.Contains(gone.Author, StringComparison.Ordinal));
        Assert.Equal(1, report[AuditCheckKind.Aggregates].Skipped);
        Assert.Equal(Story.Trainers * Story.Iterations - 1, report[AuditCheckKind.Proofs].Examined);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_000)]
    public async Task AuditAsync_PayloadWithheldBeforeItsTime_NamesIt(ulong blocksToLive)
    {
        var source = ledger.Copy();
        var withheld = source.Payloads.Keys.First(reference => reference.Phase == Phases.Aggregate);
        source.Payloads[withheld] = null;

        var report = await AuditedLedger.AuditAsync(source, ledger.Options with { PayloadBlocksToLive = blocksToLive });

        var error = Assert.Single(report.Findings, finding => finding.Check == AuditCheckKind.Payloads && finding.Severity == AuditSeverity.Error);
        Assert.Contains(withheld.Author, error.Place.Payload, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AuditAsync_OfAnotherFederation_ChecksChainAndMoneyWhole()
    {
        var report = await AuditedLedger.AuditAsync(ledger.Copy(), ledger.Options with { Fid = "flm-other" });

        Assert.True(report.Passed, string.Join('\n', AuditReportText.Lines(report)));
        Assert.Equal(0, report[AuditCheckKind.Payloads].Examined);
        Assert.Equal(ledger.Honest[AuditCheckKind.Money].Examined, report[AuditCheckKind.Money].Examined);
        Assert.Equal(ledger.Honest.ValidTransactions, report.Reexecuted + report.NotReexecuted);
    }

    [Fact]
    public async Task AuditAsync_LedgerGrowsMeanwhile_CatchesUp()
    {
        var source = new GrowingSource(ledger.Copy(), behind: 3);

        var report = await LedgerAuditor.AuditAsync(source, ledger.Options, cancellationToken: TestContext.Current.CancellationToken);

        Assert.True(report.Passed, string.Join('\n', AuditReportText.Lines(report)));
        Assert.Equal(ledger.Honest.Blocks, report.Blocks);
    }

    [Fact]
    public void ToJson_HonestReport_IsAnObjectWithTheVerdict()
    {
        using var json = JsonDocument.Parse(ledger.Honest.ToJson());

        Assert.True(json.RootElement.GetProperty("passed").GetBoolean());
        Assert.Equal((long)ledger.Honest.Blocks, json.RootElement.GetProperty("blocks").GetInt64());
        Assert.Equal("blocks", json.RootElement.GetProperty("checks")[0].GetProperty("check").GetString());
    }

    [Fact]
    public async Task AuditAsync_AnchorOfAnOrganizationMissing_IsRefusedOrFails()
    {
        var strangers = ledger.Options.Trust.Where(anchor => anchor.MspId != Consortium.TrainersMsp).ToArray();

        var report = await AuditedLedger.AuditAsync(ledger.Copy(), ledger.Options with { Trust = strangers });

        Assert.Contains(report.Findings, finding => finding.Check == AuditCheckKind.Creators && finding.Found.Contains(Consortium.TrainersMsp, StringComparison.Ordinal));
        await Assert.ThrowsAsync<ArgumentException>(() =>
            AuditedLedger.AuditAsync(ledger.Copy(), ledger.Options with { Trust = [.. strangers.Where(anchor => !anchor.IsOrderer)] }));
    }

    [Fact]
    public async Task AuditAsync_PolicyOfAllOrganizations_NamesTransactionsThatFewerEndorsed()
    {
        var report = await AuditedLedger.AuditAsync(ledger.Copy(), ledger.Options with { RequiredEndorsements = 3 });

        Assert.Equal(ledger.Honest.ValidTransactions, report[AuditCheckKind.Endorsements].Errors);
    }

    private sealed class GrowingSource(RecordedSource source, ulong behind) : IAuditSource
    {
        private int _asked;

        public FLChain.Fabric.Identities.X509Identity Caller => source.Caller;

        public async Task<ulong> GetHeightAsync(CancellationToken cancellationToken) =>
            await source.GetHeightAsync(cancellationToken) - (_asked++ == 0 ? behind : 0);

        public IAsyncEnumerable<FLChain.Fabric.Protos.Block> BlocksAsync(ulong first, ulong last, CancellationToken cancellationToken) =>
            source.BlocksAsync(first, last, cancellationToken);

        public Task<byte[]?> GetPayloadAsync(PayloadReference reference, CancellationToken cancellationToken) => source.GetPayloadAsync(reference, cancellationToken);

        public Task<byte[]?> EvaluateAsync(string query, byte[]? argument, CancellationToken cancellationToken) => source.EvaluateAsync(query, argument, cancellationToken);
    }
}
