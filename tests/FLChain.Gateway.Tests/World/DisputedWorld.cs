using FLChain.EndToEnd.Tests.Federations;
using FLChain.TrainerSdk.Ledger;

namespace FLChain.Gateway.Tests.World;

/// <summary>
/// A gateway over a federation in which the third member has overflowed the sum of the only iteration: two shares are on
/// the ledger, and everybody's script was killed before it unmasked. The authority does nothing by itself.
/// </summary>
public sealed class DisputedWorld : GatewayWorld
{
    private readonly HeldShares _held = new();

    /// <summary>The shares on the ledger, in the order of their authors.</summary>
    internal IReadOnlyList<HeldShare> Shares => _held.Taken;

    private protected override async Task<TestFederation> PlayAsync()
    {
        var federation = await TestFederation.FormAsync(new FederationShape
        {
            Trainers = 3,
            Threshold = 2,
            Iterations = 1,
            ConductOf = place => place == 2 ? new OverflowingHolder(_held) : new HonestHolder(_held),
        });
        var training = federation.TrainAllAsync();
        await _held.UntilAsync(federation.Shape.Threshold, training);
        await federation.StopDealingAsync();
        foreach (var share in Shares)
        {
            var member = federation.Members.Single(each => each.DpId == share.DpId);
            await federation.LedgerOf(member.OptionsFile).SubmitAsync(
                Core.TransactionNames.Training.Contract, Core.TransactionNames.Training.SubmitShare, share.Request, share.Payload, CancellationToken.None);
        }

        await Task.WhenAll(federation.Members.Select(member => member.KillAsync()));
        await training.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        foreach (var member in federation.Members) member.Connect();
        return federation;
    }
}
