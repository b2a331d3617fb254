using FLChain.Core.Records;
using FLChain.EndToEnd.Tests.Federations;
using FLChain.Laboratory.Conducts;
using FLChain.TrainerSdk.Ledger;

namespace FLChain.EndToEnd.Tests.Watching;

/// <summary>A dispute whose time passes while the authority is away: it binds the deposits of everybody until somebody ends it.</summary>
public sealed class OverdueDisputeTests : IAsyncLifetime
{
    private TestFederation _world = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _world = await TestFederation.FormAsync(Watch.Shape(() => new WithheldSeed()) with { ChangePolicy = policy => policy with { OpeningSeconds = 6, JudgmentSeconds = 1 } });
        await _world.StopDealingAsync();
        foreach (var script in _world.Members.Select(member => member.TrainAsync()).ToArray()) await Assert.ThrowsAnyAsync<Exception>(() => script);
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Watch_WithTheAuthorityAway_EndsTheDispute()
    {
        using var watch = new Watch(_world);
        await AssertEndsAsync(async () => await watch.LookAsync());
    }

    [Fact]
    public Task WithdrawAsync_ByAPartner_EndsTheDispute() => AssertEndsAsync(async () =>
    {
        // It is liable for a week yet: what counts is that no dispute goes on beyond that.
        await Assert.ThrowsAsync<LedgerException>(() => _world.Members[1].Trainer.WithdrawAsync(1, Token));
    });

    private async Task AssertEndsAsync(Func<Task> act)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TestFederation.LongestWait);
        var dispute = await DisputeAsync();
        Assert.NotEqual(0, dispute.Deadline);
        while (dispute.Deadline > 0)
        {
            await act();
            dispute = await DisputeAsync();
            await Task.Delay(100, limit.Token);
        }

        Assert.Equal(DisputeState.Convicted, dispute.State);
        Assert.Equal([_world.Members[0].DpId], dispute.Culprits);
    }

    private async Task<DisputeRecord> DisputeAsync() => (await _world.Ledger.DisputeAsync(FederationShape.Fid, 1, Token)).Dispute;
}
