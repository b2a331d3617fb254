using FLChain.Core.Records;
using FLChain.EndToEnd.Tests.Federations;
using FLChain.Laboratory.Conducts;
using FLChain.TrainerSdk.Ledger;
using FLChain.TrainerSdk.Misbehavior;

namespace FLChain.EndToEnd.Tests.Watching;

/// <summary>The watcher that stands in every trainer, over a masked gradient whose proof does not hold.</summary>
public sealed class WatcherTests : IAsyncLifetime
{
    private readonly List<string> _said = [];
    private TestFederation _world = null!;
    private Task[] _scripts = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Cheat => _world.Members[0].DpId;

    public async ValueTask InitializeAsync()
    {
        _world = await TestFederation.FormAsync(Watch.Shape(() => new WrongProof()));
        _scripts = [.. _world.Members.Select(member => member.TrainAsync())];
        await _world.UntilAsync(1, state => state.Contributors is not null, Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _world.DisposeAsync();
        foreach (var script in _scripts) await script.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    [Fact]
    public async Task ReportAsync_OneFault_GoesOnceAndTheNextIsTooLate()
    {
        var first = WatcherOf(_world.Ledger);
        Assert.Equal(ReportState.Proven, (await ReportAsync(first))!.State);
        Assert.Null(await ReportAsync(first));
        Assert.Single(_said);

        // Somebody was faster: said, and neither an error nor a fee.
        var buyer = _world.LedgerOf(_world.Consortium.Files.Buyer);
        Assert.Null(await ReportAsync(WatcherOf(buyer)));
        Assert.Contains("no report", _said[^1], StringComparison.Ordinal);
        Assert.Single(await _world.Ledger.ReportsAsync(Token));
        Assert.Equal(0, await _world.BalanceAsync(buyer.PartyId));
    }

    [Fact]
    public async Task ReportAsync_ThatDidNotReachTheLedger_GoesTheNextTime()
    {
        var watcher = WatcherOf(_world.Ledger);
        await Assert.ThrowsAnyAsync<Exception>(() => ReportAsync(watcher, cutOff: true));
        Assert.Equal(ReportState.Proven, (await ReportAsync(watcher))!.State);
        Assert.Null(await ReportAsync(watcher));
    }

    [Fact]
    public async Task ReportAsync_SwitchedOffOrOfOneself_SubmitsNothing()
    {
        Assert.Null(await ReportAsync(new Watcher(_world.Ledger, reports: false, (_, words) => _said.Add(words))));
        Assert.Null(await ReportAsync(WatcherOf(_world.LedgerOf(_world.Members[0].OptionsFile))));
        Assert.Empty(_said);
        Assert.Empty(await _world.Ledger.ReportsAsync(Token));
        Assert.Equal(ModelStage.Training, (await _world.ModelAsync()).Stage);
    }

    private Watcher WatcherOf(LedgerClient ledger) => new(ledger, reports: true, (_, words) => _said.Add(words));

    private Task<ReportRecord?> ReportAsync(Watcher watcher, bool cutOff = false) =>
        watcher.ReportAsync(FederationShape.Fid, FaultKind.IncorrectGradient, 1, Cheat, null, cutOff ? new CancellationToken(canceled: true) : Token);
}
