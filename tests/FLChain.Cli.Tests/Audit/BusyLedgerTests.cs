using FLChain.Cli.Audit;
using FLChain.Cli.Audit.Wire;
using FLChain.Core.Requests;
using FLChain.Fabric.Client;
using Incentive = FLChain.Core.TransactionNames.Incentive;

namespace FLChain.Cli.Tests.Audit;

/// <summary>Long ranges, which a peer condenses and reads ahead in, and transactions that lost to others.</summary>
public sealed class BusyLedgerTests : IAsyncLifetime
{
    private const int Grants = 130;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("flchain-audit-");
    private Consortium _consortium = null!;

    public async ValueTask InitializeAsync()
    {
        _consortium = await Consortium.StartAsync(_folder.FullName);
        var story = new Story(_consortium);
        await story.FoundAsync();
        await Task.WhenAll(Enumerable.Range(0, Grants).Select(i =>
            story.Authority.SubmitAsync(Incentive.Contract, Incentive.Mint, new Mint(story.Buyer.Id, 10 + i, $"small-{i}"))));

        // All of them read and write the buyer's one account: most lose at first and are made again.
        await Task.WhenAll(Enumerable.Range(1, 6).Select(i => DepositAsync(story.Buyer, i)));
    }

    [Fact]
    public async Task AuditAsync_LongRangesAndConflicts_PassesAndRecomputesTheVerdicts()
    {
        await using var source = GatewayAuditSource.Connect(_consortium.ProfileOf(Consortium.BuyersMsp, "auditor"));

        var report = await LedgerAuditor.AuditAsync(source, _consortium.Options(), cancellationToken: TestContext.Current.CancellationToken);

        Assert.True(report.Passed, string.Join('\n', AuditReportText.Lines(report)));
        Assert.True(report.Transactions > report.ValidTransactions, "no transaction lost to another");
        Assert.Equal(report.ValidTransactions, report.Reexecuted);
    }

    [Fact]
    public async Task AuditAsync_ConflictCalledValid_NamesTheTransaction()
    {
        await using var source = GatewayAuditSource.Connect(_consortium.ProfileOf(Consortium.BuyersMsp, "auditor"));
        var recording = new RecordingSource(source);
        await LedgerAuditor.AuditAsync(recording, _consortium.Options(), cancellationToken: TestContext.Current.CancellationToken);
        var altered = recording.Recorded;
        var block = altered.Blocks.FindIndex(block => block.Metadata.Metadata[2].Any(flag => flag == 11));
        var place = altered.Blocks[block].Metadata.Metadata[2].Span.IndexOf((byte)11);
        var flags = altered.Blocks[block].Metadata.Metadata[2].ToByteArray();
        flags[place] = 0;
        altered.Blocks[block].Metadata.Metadata[2] = Google.Protobuf.ByteString.CopyFrom(flags);

        var report = await AuditedLedger.AuditAsync(altered, _consortium.Options());

        Assert.Contains(report.Findings, finding => finding.Check == AuditCheckKind.Verdicts && finding.Place.Block == (ulong)block && finding.Place.Transaction == place);
    }

    public async ValueTask DisposeAsync()
    {
        await _consortium.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static async Task DepositAsync(Party party, long amount)
    {
        try
        {
            await party.SubmitAsync(Incentive.Contract, Incentive.Deposit, new MoveDeposit(amount));
        }
        catch (CommitException conflict) when (conflict.IsConflict)
        {
            // It lost every time; the losing transactions are what the test is about.
        }
    }
}
