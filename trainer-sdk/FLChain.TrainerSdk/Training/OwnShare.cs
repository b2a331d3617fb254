using FLChain.Core;
using FLChain.Core.Errors;
using FLChain.Core.Ledger;
using FLChain.Core.Requests;
using FLChain.TrainerSdk.Ledger;
using FLChain.TrainerSdk.Progress;

namespace FLChain.TrainerSdk.Training;

/// <summary>
/// A member's unmasking shares of one iteration: of the gradients' sum and of the beacon's. Whoever is on duty computes
/// them of its own product while the aggregates are still being compared; they leave this process only when the ledger
/// documents that very product.
/// </summary>
internal sealed class OwnShare(FederationSession session, int iteration, StepClock clock, RoundSubmitter submitter)
{
    private (byte[] Aggregate, byte[] BeaconAggregate, Task<(byte[] Share, byte[] BeaconShare)> Shares)? _ahead;

    /// <summary>The share of the sum as it was submitted; null before.</summary>
    public byte[]? Submitted { get; private set; }

    /// <summary>Begins to compute, in the background.</summary>
    /// <param name="aggregate">This member's own product of masked gradients that it has verified.</param>
    /// <param name="beaconAggregate">Its own product of the masked random numbers.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public void Begin(byte[] aggregate, byte[] beaconAggregate, CancellationToken cancellationToken) =>
        _ahead ??= (aggregate, beaconAggregate, ComputeAsync(aggregate, beaconAggregate, cancellationToken));

    /// <summary>Submits the shares of what is documented, unless the ledger has them.</summary>
    /// <param name="documented">The documented aggregate, which is this member's own product.</param>
    /// <param name="beaconAggregate">The documented product of the masked random numbers.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <param name="ordered">Called when they are ordered, while their commit is awaited.</param>
    public async Task SubmitAsync(byte[] documented, byte[] beaconAggregate, CancellationToken cancellationToken, Action? ordered = null)
    {
        var (computed, beaconShare) = await (Ahead(documented, beaconAggregate) ?? ComputeAsync(documented, beaconAggregate, cancellationToken));
        if (await session.Conduct.ShareAsync(new ShareStep(session, iteration, documented, computed), cancellationToken) is not { } share) return;
        using var key = session.ShareKey(iteration, session.DpId);
        var payload = session.Conduct.SealedShare(key.Seal(share, session.ShareContext(iteration, session.DpId)));
        var accepted = await submitter.SubmitAsync(
            TransactionNames.Training.SubmitShare,
            new SubmitShare(session.Fid, iteration, Naming.Digest(payload), beaconShare),
            payload,
            state => state.Shares.All(entry => entry.Author != session.DpId),
            RoundSubmitter.Patience,
            [],
            cancellationToken,
            ordered);
        if (accepted) Submitted = share;
    }

    private Task<(byte[] Share, byte[] BeaconShare)>? Ahead(byte[] documented, byte[] beaconAggregate) =>
        _ahead is { } ahead && ahead.Aggregate.AsSpan().SequenceEqual(documented) && ahead.BeaconAggregate.AsSpan().SequenceEqual(beaconAggregate)
            ? ahead.Shares
            : null;

    private Task<(byte[] Share, byte[] BeaconShare)> ComputeAsync(byte[] aggregate, byte[] beaconAggregate, CancellationToken cancellationToken) => clock.RunAsync(
        TrainingStep.Unmasking,
        () => (
            session.Scheme.ComputeShare(session.Context(iteration, Phases.Share, session.DpId), session.Secrets.Share, aggregate, cancellationToken),
            session.Beacon.ComputeShare(session.Context(iteration, Phases.BeaconShare, session.DpId), session.Secrets.Share, beaconAggregate, cancellationToken)),
        cancellationToken);
}
