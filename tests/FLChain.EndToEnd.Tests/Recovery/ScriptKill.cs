using FLChain.Core.Answers;
using FLChain.EndToEnd.Tests.Federations;
using FLChain.TrainerSdk.Ledger;

namespace FLChain.EndToEnd.Tests.Recovery;

/// <summary>Waits for a moment in a member's script, in the second iteration where it is one of an iteration, and kills it there.</summary>
internal sealed class ScriptKill(TestFederation world, TestMember member, KillMoment moment, CancellationToken cancellationToken)
{
    private const int Iteration = 2;
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Starts the script and kills it at the moment.</summary>
    public async Task RunAsync()
    {
        if (moment == KillMoment.BeforeGradient) member.BeforeContributing = StopAtAsync;
        if (moment == KillMoment.AfterGradient) member.AfterContributing = StopAtAsync;
        if (moment == KillMoment.AfterArtifact) member.AfterStoring = StopAsync;
        var script = member.Start();
        var watching = ReachedAsync();
        Assert.Same(watching, await Task.WhenAny(script, watching));
        await watching;
        await member.KillAsync();
        Assert.True(script.IsCanceled || script.IsFaulted, "the script came to its end before it was killed");
        member.BeforeContributing = null;
        member.AfterContributing = null;
        member.AfterStoring = null;
    }

    private async Task ReachedAsync()
    {
        var dpId = member.DpId;
        switch (moment)
        {
            case KillMoment.AfterIntention:
                await UntilAsync(async () => (await world.Ledger.IntentionsAsync(FederationShape.Fid, cancellationToken)).Items.Any(intention => intention.DpId == dpId));
                break;
            case KillMoment.AfterConfirmation:
                await UntilAsync(async () => (await world.Ledger.ConfirmationsAsync(FederationShape.Fid, cancellationToken)).Any(confirmation => confirmation.DpId == dpId));
                break;
            case KillMoment.WhileSubmitting:
                await RoundAsync(1, state => state.Closed is not null);
                var pending = Path.Combine(member.StateDirectory, FederationShape.Fid, "pending");
                await UntilAsync(() => Task.FromResult(File.Exists(pending)));
                break;
            case KillMoment.AfterAggregate:
                await RoundAsync(Iteration, state => state.Aggregates.Any(entry => entry.Author == dpId));
                break;
            case KillMoment.AfterShare:
                await RoundAsync(Iteration, state => state.Shares.Any(entry => entry.Author == dpId));
                break;
            case KillMoment.AfterClose:
                await RoundAsync(Iteration, state => state.Closed is not null);
                break;
            case KillMoment.AfterAttestation:
                await UntilAsync(async () => (await world.AttestationsAsync()).Any(attestation => attestation.Author == dpId));
                break;
            default:
                await _reached.Task.WaitAsync(cancellationToken);
                break;
        }
    }

    private Task<RoundState> RoundAsync(int iteration, Func<RoundState, bool> wanted) => world.UntilAsync(iteration, wanted, cancellationToken);

    private async Task UntilAsync(Func<Task<bool>> wanted)
    {
        while (true)
        {
            try
            {
                if (await wanted()) return;
            }
            catch (LedgerException error) when (error.Is(Core.Errors.ErrorCodes.NoModel, Core.Errors.ErrorCodes.SetupState))
            {
                // Not there yet.
            }

            await Task.Delay(1, cancellationToken);
        }
    }

    private Task StopAtAsync(TrainerSdk.Training.Round round) => round.Iteration == Iteration ? StopAsync() : Task.CompletedTask;

    // The script stands still here until it is killed.
    private async Task StopAsync()
    {
        var life = member.Life;
        _reached.TrySetResult();
        await Task.Delay(Timeout.Infinite, life);
    }
}
