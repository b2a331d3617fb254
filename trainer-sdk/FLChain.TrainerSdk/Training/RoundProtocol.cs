using System.Security.Cryptography;
using FLChain.Core;
using FLChain.Core.Answers;
using FLChain.Core.Errors;
using FLChain.Core.Ledger;
using FLChain.Core.Records;
using FLChain.Core.Requests;
using FLChain.Core.Training;
using FLChain.Cryptography.Masking;
using FLChain.Cryptography.Quantization;
using FLChain.TrainerSdk.Inspections;
using FLChain.TrainerSdk.Ledger;
using FLChain.TrainerSdk.Progress;
using FLChain.TrainerSdk.State;

namespace FLChain.TrainerSdk.Training;

/// <summary>
/// One member's part in one iteration (paper, Algorithm 3): masked gradient, aggregate, leader, unmasking share, sum.
/// Every step looks at the ledger first, so that a script that was killed goes on where it was.
/// </summary>
internal sealed class RoundProtocol : IDisposable
{
    private const string Contract = TransactionNames.Training.Contract;

    private readonly FederationSession _session;
    private readonly int _iteration;
    private readonly StepClock _clock;
    private readonly RoundTurns _turns;
    private readonly RoundSubmitter _submitter;
    private readonly RoundWatch _watch;
    private readonly PartnerGradients _gradients;
    private readonly OwnShare _ownShare;
    private readonly InspectionKeeper _inspections;
    private Task<VectorSum>? _sum;

    private RoundProtocol(FederationSession session, int iteration, StepClock clock, RoundWatch watch)
    {
        _session = session;
        _iteration = iteration;
        _watch = watch;
        _clock = clock;
        _turns = new RoundTurns(session.Clock);
        _submitter = new RoundSubmitter(session, watch);
        _gradients = new PartnerGradients(session, iteration, clock);
        _ownShare = new OwnShare(session, iteration, clock, _submitter);
        _inspections = new InspectionKeeper(session, _gradients);
    }

    public int Iteration => _iteration;

    /// <summary>Time that went into masking, proving and submitting this member's gradient.</summary>
    public TimeSpan Contributing { get; private set; }

    /// <summary>Whether the ledger still waits for this member's gradient.</summary>
    public bool NeedsGradient => State.Closed is null && State.Contributors is null && IsActive && OwnEntry is null;

    public bool IsActive => State.Active.Contains(_session.DpId);

    /// <summary>This member's gradient on the ledger, or null.</summary>
    public GradientEntry? OwnEntry => State.Gradients.FirstOrDefault(entry => entry.Author == _session.DpId);

    public StepClock Clock => _clock;

    private RoundState State => _watch.State;

    private RoundReference Reference => new(_session.Fid, _iteration);

    // Contributors that were not expelled since: they do what is left to do.
    private string[] Present => [.. State.Contributors!.Intersect(State.Active)];

    /// <param name="session">The federation.</param>
    /// <param name="iteration">The iteration.</param>
    /// <param name="before">This member's part in the iteration before, which is over with this; null for none.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task<RoundProtocol> OpenAsync(FederationSession session, int iteration, RoundProtocol? before, CancellationToken cancellationToken)
    {
        var clock = new StepClock(session.Clock);
        return new RoundProtocol(session, iteration, clock, await RoundWatch.OpenAsync(session, iteration, before?._watch, cancellationToken));
    }

    public void Dispose() => _watch.Dispose();

    /// <summary>Masks and submits, with what this member says of the iteration before. The feedback holds the new residue only when the submission counts.</summary>
    /// <returns>False when the ledger refused it because it has an earlier one of this member, or because the iteration has gone on without it.</returns>
    public async Task<bool> ContributeAsync(
        ReadOnlyMemory<float> gradient, ErrorFeedback feedback, EvaluationEntry? said, CancellationToken cancellationToken)
    {
        var began = _session.Clock.GetTimestamp();
        var earlier = _session.Folder.LoadPending(_iteration);
        using var ahead = _session.TakeMask(_iteration);
        var honest = await MaskAsync(gradient, feedback, ahead, cancellationToken);
        if (await _session.Conduct.GradientAsync(new GradientStep(_session, _iteration, honest, ahead.Seed), cancellationToken) is not { } masked) return false;
        var digest = Naming.Digest(masked.Span);

        var kept = ahead.Seed.Export();
        _session.Folder.Save(new PendingSubmission(_iteration, Convert.FromHexString(digest), kept, feedback.SaveStaged()));
        CryptographicOperations.ZeroMemory(kept);
        var request = new SubmitGradient(_session.Fid, _iteration, digest, await ahead.BeaconAsync(), said?.Ratings, said?.Accuracy);
        var accepted = await _submitter.SubmitAsync(
            TransactionNames.Training.SubmitGradient, request, masked, _ => NeedsGradient, TimeSpan.MaxValue, [ErrorCodes.LeftOut, ErrorCodes.WrongStage], cancellationToken);
        if (accepted)
        {
            feedback.Accept();
            _gradients.TakeOwn(masked);
        }
        else
        {
            Refused(earlier);
        }

        Contributing += _session.Clock.GetElapsedTime(began);
        return accepted;
    }

    private async Task<ReadOnlyMemory<byte>> MaskAsync(ReadOnlyMemory<float> gradient, ErrorFeedback feedback, MaskAhead ahead, CancellationToken cancellationToken)
    {
        var quantized = _clock.Run(TrainingStep.Masking, () => feedback.Quantize(_session.Quantizer, gradient.Span));
        var mask = await ahead.MaskAsync();
        await ahead.BeaconAsync();
        _clock.Add(TrainingStep.Masking, ahead.Spent);
        var masked = await _clock.RunAsync(TrainingStep.Masking, () => _session.Scheme.Mask(mask, quantized, cancellationToken), cancellationToken);
        _clock.Add(TrainingStep.Masking, -masked.Proving);
        _clock.Add(TrainingStep.Proving, masked.Proving);
        return masked.Payload;
    }

    // A submission that was cut off on its way may have arrived after all; then it is the one that counts.
    private void Refused(PendingSubmission? earlier)
    {
        if (OwnEntry is null)
        {
            _session.Folder.ForgetPending();
            _session.Report(_iteration, TrainingStep.Ledger, message: "the iteration has gone on without this trainer's gradient");
        }
        else if (earlier is not null)
        {
            _session.Folder.Save(earlier);
        }
    }

    /// <summary>Sees the iteration through and gives the sum of the contributors' quantized gradients, with how many they were.</summary>
    /// <param name="weights">The federation's weights before the iteration.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<RoundOutcome> CompleteAsync(float[] weights, CancellationToken cancellationToken)
    {
        await ContributorsAsync(cancellationToken);
        if (State.Leader is null)
        {
            var product = await _gradients.VerifyAsync(State, cancellationToken) ? await _gradients.AggregateAsync(State, cancellationToken) : null;
            await LeaderAsync(product, cancellationToken);
        }

        var documented = await _gradients.DocumentedAsync(State.Leader!, cancellationToken);
        var shares = new PartnerShares(_session, _iteration, documented, _ownShare, _clock);
        if (State.Closed is null)
        {
            if (await _gradients.AgreesAsync(State, cancellationToken)) await CloseAsync(documented, shares, cancellationToken);
            else await WaitClosedAsync(cancellationToken);
        }

        // Before the sum, which may turn out impossible: who is honest must be able to show that too.
        await _inspections.KeepAsync(State, weights, cancellationToken);
        return await UnmaskAsync(documented, shares, cancellationToken);
    }

    private Task ContributorsAsync(CancellationToken cancellationToken) =>
        _watch.UntilAsync(
            async state =>
            {
                if (state.Contributors is not null || state.Closed is not null) return true;
                if (await HasExpiredAsync(state.PhaseSince, _session.Terms.GradientSeconds, cancellationToken)) await ExpireAsync(Phases.Gradient, cancellationToken);
                return false;
            },
            seen =>
            {
                foreach (var author in seen.Gradients) _gradients.Begin(author, cancellationToken);
                return State.Active.All(seen.Gradients.Contains);
            },
            cancellationToken);

    // Commits to the product, unless the ledger has that already, and begins with the share of it.
    private async Task AggregateAsync(byte[] product, CancellationToken cancellationToken)
    {
        if (IsAggregateDue(State) && _session.Conduct.Aggregate(_session, _iteration, product) is { } aggregate)
            await _submitter.SubmitAsync(
                TransactionNames.Training.SubmitAggregate,
                new SubmitAggregate(_session.Fid, _iteration, AggregateCommitment.Of(_session.Fid, _iteration, _session.DpId, Naming.Digest(aggregate))),
                null,
                IsAggregateDue,
                RoundSubmitter.Patience,
                [],
                cancellationToken,
                BeginShare);
        BeginShare();

        void BeginShare()
        {
            if (IsFirst) _ownShare.Begin(product, _gradients.BeaconAggregate(State), cancellationToken);
        }
    }

    private bool IsAggregateDue(RoundState state) => state.Leader is null && state.Aggregates.All(entry => entry.Author != _session.DpId);

    /// <param name="product">This member's own; null when it found a gradient that does not verify.</param>
    /// <param name="cancellationToken">Stops.</param>
    private Task LeaderAsync(byte[]? product, CancellationToken cancellationToken)
    {
        var rank = Rank;
        return _watch.UntilAsync(
            async state =>
            {
                if (product is not null) await AggregateAsync(product, cancellationToken);
                await _gradients.CompareAsync(state, cancellationToken);
                if (state.Leader is not null) return true;
                var complete = Present.All(dpId => state.Aggregates.Any(entry => entry.Author == dpId));
                var late = state.Aggregates.Count > 0 && await HasExpiredAsync(state.PhaseSince, _session.Terms.AggregateSeconds, cancellationToken);
                if (_turns.IsMine("elect", complete || late, rank))
                    await _submitter.SubmitAsync(
                        TransactionNames.Training.ElectLeader, Reference, null, now => now.Leader is null, RoundSubmitter.Patience, [ErrorCodes.NoCorrectAggregate], cancellationToken);
                else if (await HasExpiredAsync(state.PhaseSince, 3 * _session.Terms.AggregateSeconds, cancellationToken)) await ExpireAsync(Phases.Aggregate, cancellationToken);
                return false;
            },
            // The others hear of the leader.
            seen => rank == 0 && Present.All(seen.Aggregates.Contains),
            cancellationToken);
    }

    // The partners' shares are verified, and with enough of them the sum is read, while the iteration is being closed.
    private Task CloseAsync(byte[] documented, PartnerShares shares, CancellationToken cancellationToken)
    {
        var rank = Rank;
        if (!IsFirst) _session.BeginMask(_iteration + 1);
        return _watch.UntilAsync(
            async state =>
            {
                await _gradients.CompareAsync(state, cancellationToken);
                var closing = state.Closed is null ? ContinueClosingAsync(state, documented, rank, shares.Faulty.Count > 0 || Present.Length < State.Contributors!.Count, cancellationToken) : Task.CompletedTask;
                await Task.WhenAll(closing, CollectAsync(documented, shares, state, cancellationToken));
                return state.Closed is not null;
            },
            seen => seen.Shares.Count >= _session.Terms.Threshold,
            cancellationToken);
    }

    private async Task ContinueClosingAsync(RoundState state, byte[] documented, int rank, bool isHelpNeeded, CancellationToken cancellationToken)
    {
        var own = state.Shares.Any(share => share.Author == _session.DpId) || _ownShare.Submitted is not null;
        var late = IsPast(state.PhaseSince, _session.Terms.ShareSeconds / 3.0);
        if (!own && (IsFirst || late || isHelpNeeded) && state.Contributors!.Contains(_session.DpId))
        {
            await _ownShare.SubmitAsync(documented, state.Leader!.BeaconAggregate, cancellationToken, () => _session.BeginMask(_iteration + 1));
            _session.BeginMask(_iteration + 1);
        }

        var enough = state.Shares.Count >= _session.Terms.Threshold;
        if (_turns.IsMine("close", enough, rank))
            await _submitter.SubmitAsync(TransactionNames.Training.CloseRound, Reference, null, now => now.Closed is null, RoundSubmitter.Patience, [], cancellationToken);
        else if (!enough && await HasExpiredAsync(state.PhaseSince, _session.Terms.ShareSeconds, cancellationToken)) await ExpireAsync(Phases.Share, cancellationToken);
    }

    // A member that saw a bad masked gradient releases no share: what it would help to open is not a sum it agreed to.
    private Task WaitClosedAsync(CancellationToken cancellationToken) =>
        _watch.UntilAsync(
            async state =>
            {
                if (state.Closed is not null) return true;
                if (await HasExpiredAsync(state.PhaseSince, _session.Terms.ShareSeconds, cancellationToken)) await ExpireAsync(Phases.Share, cancellationToken);
                return false;
            },
            seen => false,
            cancellationToken);

    private async Task<RoundOutcome> UnmaskAsync(byte[] documented, PartnerShares shares, CancellationToken cancellationToken)
    {
        var mayHelp = true;
        await _watch.UntilAsync(
            async state =>
            {
                await CollectAsync(documented, shares, state, cancellationToken);
                if (_sum is not null) return true;
                // Some share was bad: whoever was not on duty gives its own too, once.
                if (!mayHelp || !state.Contributors!.Contains(_session.DpId) || state.Shares.Any(share => share.Author == _session.DpId)) return false;
                mayHelp = false;
                if (await _gradients.AgreesAsync(state, cancellationToken)) await _ownShare.SubmitAsync(documented, state.Leader!.BeaconAggregate, cancellationToken);
                return false;
            },
            seen => true,
            cancellationToken);

        var sum = await _sum!;
        if (sum.IsImpossible) await SumDispute.OpenAsync(_session, _iteration, shares, cancellationToken);
        if (sum.IsImpossible) throw new ImpossibleSumException(_session.Fid, _iteration, sum.Outcome.ToString());
        if (!sum.IsSuccess) throw new CryptographicException($"iteration {_iteration}: the shares do not combine: {sum.Outcome}");
        return new RoundOutcome(sum.Sums, sum.Contributors, State, _gradients.Faulty.Union(shares.Faulty).ToHashSet(StringComparer.Ordinal));
    }

    private async Task CollectAsync(byte[] documented, PartnerShares shares, RoundState state, CancellationToken cancellationToken)
    {
        await shares.CollectAsync(state, cancellationToken);
        if (shares.Valid.Count < _session.Terms.Threshold) return;
        var context = _session.Context(_iteration, Phases.Gradient, _session.DpId);
        _sum ??= _clock.RunAsync(TrainingStep.Unmasking, () => _session.Scheme.Unmask(context, documented, shares.Valid), cancellationToken);
    }

    private Task<bool> ExpireAsync(string phase, CancellationToken cancellationToken) => _session.Ledger.SubmitUnlessAsync(
        [ErrorCodes.NotExpired, ErrorCodes.WrongPhase, ErrorCodes.WrongStage, ErrorCodes.WrongIteration, ErrorCodes.AlreadySubmitted],
        Contract, TransactionNames.Training.Expire, new ExpirePhase(_session.Fid, _iteration, phase), null, cancellationToken);

    // Whether this member is among those who give their shares first.
    private bool IsFirst => UnmaskingDuty.IsFirst(State.Contributors!, _session.DpId, _session.Terms.Threshold, _iteration);

    // This member's turn among those who are present; after all of them when it is not.
    private int Rank
    {
        get
        {
            var present = Present;
            var place = Array.IndexOf(present, _session.DpId);
            return place < 0 ? present.Length : (place + _iteration) % present.Length;
        }
    }

    // Whether the ledger lets one act against who was late.
    private async Task<bool> HasExpiredAsync(long since, double seconds, CancellationToken cancellationToken) =>
        IsPast(since + await _session.Ledger.ClockSkewAsync(cancellationToken), seconds);

    private bool IsPast(long since, double seconds) => _session.Clock.GetUtcNow().ToUnixTimeMilliseconds() > since + (long)(seconds * 1000);
}
