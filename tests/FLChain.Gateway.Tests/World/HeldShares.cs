using System.Threading.Channels;
using FLChain.Core.Ledger;
using FLChain.Core.Requests;
using FLChain.TrainerSdk.Ledger;
using FLChain.TrainerSdk.Training;

namespace FLChain.Gateway.Tests.World;

/// <summary>Shares that members hand to a test instead of the ledger; then they wait for their end. Members give concurrently, the test takes alone.</summary>
internal sealed class HeldShares
{
    private readonly Channel<HeldShare> _given = Channel.CreateUnbounded<HeldShare>();
    private readonly List<HeldShare> _taken = [];

    /// <summary>Those that were waited for, in the order of their authors.</summary>
    public IReadOnlyList<HeldShare> Taken => [.. _taken.OrderBy(share => share.DpId, StringComparer.Ordinal)];

    /// <summary>Waits for so many, or for the end of the training that should give them.</summary>
    public async Task UntilAsync(int count, Task training)
    {
        while (_taken.Count < count)
        {
            var more = _given.Reader.ReadAsync().AsTask();
            if (await Task.WhenAny(more, training) == training) await training;
            _taken.Add(await more);
        }
    }

    /// <summary>Takes a member's share and never returns.</summary>
    public async Task<byte[]?> HoldAsync(ShareStep step, CancellationToken cancellationToken)
    {
        var session = step.Session;
        var round = await session.Ledger.RoundAsync(session.Fid, step.Iteration, cancellationToken);
        var beacon = session.Beacon.ComputeShare(
            session.Context(step.Iteration, Phases.BeaconShare, session.DpId), session.Secrets.Share, round.Leader!.BeaconAggregate, cancellationToken);
        using var key = session.ShareKey(step.Iteration, session.DpId);
        var payload = key.Seal(step.Share, session.ShareContext(step.Iteration, session.DpId));
        var share = new HeldShare(session.DpId, key.Export(), payload, new SubmitShare(session.Fid, step.Iteration, Naming.Digest(payload), beacon));
        await _given.Writer.WriteAsync(share, cancellationToken);
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return null;
    }
}
