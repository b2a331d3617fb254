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
using FLChain.TrainerSdk.Ledger;
using FLChain.TrainerSdk.Progress;
using FLChain.TrainerSdk.State;

namespace FLChain.TrainerSdk.Training;

/// <summary>
/// One member's part in one iteration (paper, Algorithm 3): masked gradient, aggregate, leader, unmasking share, sum.
/// Every step looks at the ledger first, so that a script that was killed goes on where it was.
/// </summary>
internal sealed class RoundProtocol
{
    private const string Contract = TransactionNames.Training.Contract;

    private readonly FederationSession _session;
    private readonly int _iteration;
    private readonly StepClock _clock;
    private readonly RoundTurns _turns;
    private RoundState _state;

    private RoundProtocol(FederationSession session, int iteration, RoundState state)
    {
        _session = session;
        _iteration = iteration;
        _state = state;
        _clock = new StepClock(session.Clock);
        _turns = new RoundTurns(session.Clock);
    }

    public int Iteration => _iteration;

    /// <summary>Time that went into masking, proving and submitting this member's gradient.</summary>
    public TimeSpan Contributing { get; private set; }

    /// <summary>Whether the ledger still waits for this member's gradient.</summary>
    public bool NeedsGradient => _state.Closed is null && _state.Contributors is null && IsActive && OwnEntry is null;

    public bool IsActive => _state.Active.Contains(_session.DpId);

    /// <summary>This member's gradient on the ledger, or null.</summary>
    public GradientEntry? OwnEntry => _state.Gradients.FirstOrDefault(entry => entry.Author == _session.DpId);

    public StepClock Clock => _clock;

    public static async Task<RoundProtocol> OpenAsync(FederationSession session, int iteration, CancellationToken cancellationToken) =>
        new(session, iteration, await session.Ledger.RoundAsync(session.Fid, iteration, cancellationToken));

    /// <summary>Masks and submits. The feedback holds the new residue only when the submission counts.</summary>
    /// <returns>False when the ledger refused it because it has an earlier one of this member, or because the iteration has gone on without it.</returns>
    public async Task<bool> ContributeAsync(ReadOnlyMemory<float> gradient, ErrorFeedback feedback, IReadOnlyList<PartnerRating>? ratings, CancellationToken cancellationToken)
    {
        var began = _session.Clock.GetTimestamp();
        var earlier = _session.Folder.LoadPending(_iteration);
        using var seed = MaskingSeed.Generate();
        var masked = await MaskAsync(gradient, feedback, seed, cancellationToken);
        var beacon = _clock.Run(TrainingStep.Masking, () => MaskedRandomNumber(cancellationToken));
        var digest = Naming.Digest(masked.Span);

        var kept = seed.Export();
        _session.Folder.Save(new PendingSubmission(_iteration, Convert.FromHexString(digest), kept, feedback.SaveStaged()));
        CryptographicOperations.ZeroMemory(kept);
        var accepted = await _session.Ledger.SubmitUnlessAsync(
            [ErrorCodes.AlreadySubmitted, ErrorCodes.WrongPhase, ErrorCodes.WrongIteration, ErrorCodes.LeftOut, ErrorCodes.WrongStage],
            Contract,
            TransactionNames.Training.SubmitGradient,
            new SubmitGradient(_session.Fid, _iteration, digest, beacon, ratings),
            masked,
            cancellationToken);
        if (accepted) feedback.Accept();
        else await RefusedAsync(earlier, cancellationToken);
        Contributing += _session.Clock.GetElapsedTime(began);
        return accepted;
    }

    private async Task<ReadOnlyMemory<byte>> MaskAsync(ReadOnlyMemory<float> gradient, ErrorFeedback feedback, MaskingSeed seed, CancellationToken cancellationToken)
    {
        var quantized = _clock.Run(TrainingStep.Masking, () => feedback.Quantize(_session.Quantizer, gradient.Span));
        var masked = await _clock.RunAsync(
            TrainingStep.Masking,
            () => _session.Scheme.Mask(_session.Context(_iteration, Phases.Gradient, _session.DpId), quantized, seed, cancellationToken),
            cancellationToken);
        _clock.Add(TrainingStep.Masking, -masked.Proving);
        _clock.Add(TrainingStep.Proving, masked.Proving);
        return masked.Payload;
    }

    // A submission that was cut off on its way may have arrived after all; then it is the one that counts.
    private async Task RefusedAsync(PendingSubmission? earlier, CancellationToken cancellationToken)
    {
        _state = await _session.Ledger.RoundAsync(_session.Fid, _iteration, cancellationToken);
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

    private byte[] MaskedRandomNumber(CancellationToken cancellationToken)
    {
        var number = new System.Numerics.BigInteger(RandomNumberGenerator.GetBytes(32), isUnsigned: true, isBigEndian: true);
        return _session.Beacon.Mask(
            _session.Context(_iteration, Phases.Beacon, _session.DpId), [number], RandomNumberGenerator.GetBytes(32), cancellationToken).Payload.ToArray();
    }

    /// <summary>Sees the iteration through and gives the sum of the contributors' quantized gradients, with how many they were.</summary>
    public async Task<RoundOutcome> CompleteAsync(CancellationToken cancellationToken)
    {
        await ContributorsAsync(cancellationToken);
        var gradients = new PartnerGradients(_session, _iteration, _clock);
        if (_state.Leader is null)
        {
            var aggregate = await gradients.AggregateAsync(_state, cancellationToken);
            await SubmitAggregateAsync(aggregate, cancellationToken);
            await LeaderAsync(cancellationToken);
        }

        var documented = await gradients.DocumentedAsync(_state.Leader!, cancellationToken);
        if (_state.Closed is null)
        {
            if (await gradients.VerifyAsync(_state, cancellationToken)) await CloseAsync(documented, cancellationToken);
            else await WaitClosedAsync(cancellationToken);
        }

        return await UnmaskAsync(documented, gradients, cancellationToken);
    }

    private async Task ContributorsAsync(CancellationToken cancellationToken) =>
        await UntilAsync(
            async state =>
            {
                if (state.Contributors is not null || state.Closed is not null) return true;
                if (IsPast(state.PhaseSince, _session.Terms.GradientSeconds)) await ExpireAsync(Phases.Gradient, cancellationToken);
                return false;
            },
            cancellationToken);

    private async Task SubmitAggregateAsync(byte[] aggregate, CancellationToken cancellationToken)
    {
        if (_state.Aggregates.Any(entry => entry.Author == _session.DpId)) return;
        await _session.Ledger.SubmitUnlessAsync(
            [ErrorCodes.AlreadySubmitted, ErrorCodes.WrongPhase, ErrorCodes.WrongIteration],
            Contract,
            TransactionNames.Training.SubmitAggregate,
            new SubmitAggregate(_session.Fid, _iteration, Naming.Digest(aggregate)),
            aggregate,
            cancellationToken);
    }

    private async Task LeaderAsync(CancellationToken cancellationToken) =>
        await UntilAsync(
            async state =>
            {
                if (state.Leader is not null) return true;
                var complete = state.Contributors!.All(dpId => state.Aggregates.Any(entry => entry.Author == dpId));
                var late = state.Aggregates.Count > 0 && IsPast(state.PhaseSince, _session.Terms.AggregateSeconds);
                if (_turns.IsMine("elect", complete || late, RankAmong(state.Contributors!)))
                    await _session.Ledger.SubmitUnlessAsync(
                        [ErrorCodes.WrongPhase, ErrorCodes.AlreadySubmitted, ErrorCodes.NoCorrectAggregate, ErrorCodes.WrongIteration],
                        Contract, TransactionNames.Training.ElectLeader, new RoundReference(_session.Fid, _iteration), null, cancellationToken);
                else if (IsPast(state.PhaseSince, 3 * _session.Terms.AggregateSeconds)) await ExpireAsync(Phases.Aggregate, cancellationToken);
                return false;
            },
            cancellationToken);

    private async Task CloseAsync(byte[] documented, CancellationToken cancellationToken)
    {
        var first = UnmaskingDuty.IsFirst(_state.Contributors!, _session.DpId, _session.Terms.Threshold, _iteration);
        await UntilAsync(
            async state =>
            {
                if (state.Closed is not null) return true;
                var own = state.Shares.Any(share => share.Author == _session.DpId);
                var late = IsPast(state.PhaseSince, _session.Terms.ShareSeconds / 3.0);
                if (!own && (first || late) && state.Contributors!.Contains(_session.DpId)) await SubmitShareAsync(documented, cancellationToken);
                var enough = state.Shares.Count >= _session.Terms.Threshold;
                if (_turns.IsMine("close", enough, RankAmong(state.Contributors!)))
                    await _session.Ledger.SubmitUnlessAsync(
                        [ErrorCodes.WrongPhase, ErrorCodes.WrongIteration, ErrorCodes.TooFewShares, ErrorCodes.AlreadySubmitted],
                        Contract, TransactionNames.Training.CloseRound, new RoundReference(_session.Fid, _iteration), null, cancellationToken);
                else if (!enough && IsPast(state.PhaseSince, _session.Terms.ShareSeconds)) await ExpireAsync(Phases.Share, cancellationToken);
                return false;
            },
            cancellationToken);
    }

    // A member that saw a bad masked gradient releases no share: what it would help to open is not a sum it agreed to.
    private async Task WaitClosedAsync(CancellationToken cancellationToken) =>
        await UntilAsync(
            async state =>
            {
                if (state.Closed is not null) return true;
                if (IsPast(state.PhaseSince, _session.Terms.ShareSeconds)) await ExpireAsync(Phases.Share, cancellationToken);
                return false;
            },
            cancellationToken);

    private async Task SubmitShareAsync(byte[] documented, CancellationToken cancellationToken)
    {
        var share = await _clock.RunAsync(
            TrainingStep.Unmasking,
            () => _session.Scheme.ComputeShare(_session.Context(_iteration, Phases.Share, _session.DpId), _session.Secrets.Share, documented, cancellationToken),
            cancellationToken);
        var beaconShare = _clock.Run(
            TrainingStep.Unmasking,
            () => _session.Beacon.ComputeShare(
                _session.Context(_iteration, Phases.BeaconShare, _session.DpId), _session.Secrets.Share, _state.Leader!.BeaconAggregate, cancellationToken));
        using var key = _session.ShareKey(_iteration, _session.DpId);
        var payload = key.Seal(share, _session.ShareContext(_iteration, _session.DpId));
        await _session.Ledger.SubmitUnlessAsync(
            [ErrorCodes.AlreadySubmitted, ErrorCodes.WrongPhase, ErrorCodes.WrongIteration],
            Contract,
            TransactionNames.Training.SubmitShare,
            new SubmitShare(_session.Fid, _iteration, Naming.Digest(payload), beaconShare),
            payload,
            cancellationToken);
    }

    private async Task<RoundOutcome> UnmaskAsync(byte[] documented, PartnerGradients gradients, CancellationToken cancellationToken)
    {
        var shares = new PartnerShares(_session, _iteration, documented, _clock);
        var mayHelp = true;
        await UntilAsync(
            async state =>
            {
                await shares.CollectAsync(state, cancellationToken);
                if (shares.Valid.Count >= _session.Terms.Threshold) return true;
                // Some share was bad: whoever was not on duty gives its own too, once.
                if (!mayHelp || !state.Contributors!.Contains(_session.DpId) || state.Shares.Any(share => share.Author == _session.DpId)) return false;
                mayHelp = false;
                if (await gradients.VerifyAsync(state, cancellationToken)) await SubmitShareAsync(documented, cancellationToken);
                return false;
            },
            cancellationToken);

        var context = _session.Context(_iteration, Phases.Gradient, _session.DpId);
        var sum = await _clock.RunAsync(TrainingStep.Unmasking, () => _session.Scheme.Unmask(context, documented, shares.Valid), cancellationToken);
        if (sum.IsImpossible) throw new ImpossibleSumException(_session.Fid, _iteration, sum.Outcome.ToString());
        if (!sum.IsSuccess) throw new CryptographicException($"iteration {_iteration}: the shares do not combine: {sum.Outcome}");
        return new RoundOutcome(sum.Sums, sum.Contributors, _state, gradients.Faulty.Union(shares.Faulty).ToHashSet(StringComparer.Ordinal));
    }

    private Task<bool> ExpireAsync(string phase, CancellationToken cancellationToken) => _session.Ledger.SubmitUnlessAsync(
        [ErrorCodes.NotExpired, ErrorCodes.WrongPhase, ErrorCodes.WrongStage, ErrorCodes.WrongIteration, ErrorCodes.AlreadySubmitted],
        Contract, TransactionNames.Training.Expire, new ExpirePhase(_session.Fid, _iteration, phase), null, cancellationToken);

    private int RankAmong(IReadOnlyList<string> members)
    {
        for (var place = 0; place < members.Count; place++)
            if (members[place] == _session.DpId)
                return (place + _iteration) % members.Count;
        return members.Count;
    }

    private bool IsPast(long since, double seconds) => _session.Clock.GetUtcNow().ToUnixTimeMilliseconds() > since + (long)(seconds * 1000);

    private async Task UntilAsync(Func<RoundState, Task<bool>> check, CancellationToken cancellationToken) =>
        await _session.Ledger.Signals.UntilAsync(
            _session.Fid,
            async token =>
            {
                _state = await _session.Ledger.RoundAsync(_session.Fid, _iteration, token);
                if (await check(_state)) return _state;
                if (_state.Closed is null && (await _session.Ledger.ModelAsync(_session.Fid, token)).Stage == ModelStage.Halted)
                    throw new FederationHaltedException(_session.Fid);
                return null;
            },
            cancellationToken);
}
