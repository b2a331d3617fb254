using System.Runtime.CompilerServices;
using FLChain.Core;
using FLChain.Core.Answers;
using FLChain.Core.Errors;
using FLChain.Core.Ledger;
using FLChain.Core.Records;
using FLChain.Core.Requests;
using FLChain.Core.Training;
using FLChain.Cryptography.Envelopes;
using FLChain.Cryptography.Quantization;
using FLChain.TrainerSdk.Ledger;
using FLChain.TrainerSdk.Market;
using FLChain.TrainerSdk.Models;
using FLChain.TrainerSdk.Progress;
using FLChain.TrainerSdk.State;

namespace FLChain.TrainerSdk.Training;

/// <summary>
/// A federation that this trainer is a member of. Not for concurrent use, but for <see cref="ServeSalesAsync"/>, which
/// may run beside anything once the model is finished.
/// </summary>
public sealed class Federation : IAsyncDisposable
{
    private readonly FederationSession _session;
    private readonly IArtifactStore _artifacts;
    private float[] _weights;
    private ErrorFeedback _feedback;
    private int _iteration;
    private RoundOutcome? _last;

    internal Federation(FederationSession session, IArtifactStore artifacts, float[] initialWeights)
    {
        _session = session;
        _artifacts = artifacts;
        var checkpoint = session.Folder.LoadCheckpoint(session.Terms.ParameterCount);
        _iteration = checkpoint?.Iteration ?? 0;
        _weights = checkpoint?.Weights ?? initialWeights;
        _feedback = checkpoint is null ? new ErrorFeedback(session.Terms.ParameterCount) : ErrorFeedback.Restore(checkpoint.Residue, session.Terms.ParameterCount);
    }

    /// <summary>The model.</summary>
    public string Fid => _session.Fid;

    /// <summary>What the members agreed to.</summary>
    public Terms Terms => _session.Terms;

    /// <summary>Members, in the order of their dpIds.</summary>
    public IReadOnlyList<string> Members => _session.Model.Dps;

    /// <summary>Iterations that are applied to <see cref="Weights"/>.</summary>
    public int Iteration => _iteration;

    /// <summary>The federation's weights; known to its members alone.</summary>
    public ReadOnlySpan<float> Weights => _weights;

    /// <summary>
    /// The iterations that are still to come, one by one: contribute a gradient to each, then ask for the next. A script
    /// that was killed goes on where the ledger is; iterations that ran without it are applied first. An iteration that
    /// already has this trainer's gradient is completed without being given again.
    /// </summary>
    /// <param name="cancellationToken">Stops between and within iterations; the state is kept.</param>
    /// <exception cref="FederationHaltedException">Too few members were left.</exception>
    /// <exception cref="LedgerException">The ledger refused, or could not be reached for long.</exception>
    public async IAsyncEnumerable<Round> Rounds([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        // A script that was away may have been challenged meanwhile.
        await _session.Defence.AnswerAsync(cancellationToken);
        RoundProtocol? protocol = null;
        try
        {
            while (_iteration < Terms.Iterations)
            {
                protocol = await RoundProtocol.OpenAsync(_session, _iteration + 1, protocol, cancellationToken);
                RestoreResidue(protocol);
                if (protocol.NeedsGradient)
                {
                    var current = protocol;
                    var round = new Round(_iteration + 1, _weights, (gradient, accuracy, token) => ContributeAsync(current, gradient, accuracy, token));
                    var handed = _session.Clock.GetTimestamp();
                    yield return round;
                    round.End();
                    protocol.Clock.Add(TrainingStep.LocalTraining, _session.Clock.GetElapsedTime(handed) - protocol.Contributing);
                }
                else if (!protocol.IsActive)
                {
                    await ReturnAsync(cancellationToken);
                }

                Apply(await protocol.CompleteAsync(_weights, cancellationToken));
                foreach (var (step, elapsed) in protocol.Clock.Total()) _session.Report(_iteration, step, elapsed);
                _session.Report(_iteration, TrainingStep.RoundFinished);
            }
        }
        finally
        {
            protocol?.Dispose();
        }
    }

    /// <summary>
    /// Publishes the finished model: encrypts it under a key that only the members can derive, stores it, rates the
    /// partners of the last iteration, attests the digest, and waits until the others have attested the same.
    /// </summary>
    /// <param name="model">The model's file; every member must give the same bytes.</param>
    /// <param name="cancellationToken">Stops; call again to go on.</param>
    /// <returns>The model as it is for sale.</returns>
    /// <exception cref="InvalidOperationException">Not all iterations are done.</exception>
    /// <exception cref="FederationHaltedException">The members did not attest the same artifact in time.</exception>
    public Task<ModelRecord> FinishAsync(ReadOnlyMemory<byte> model, CancellationToken cancellationToken = default) => PublishAsync(model, null, cancellationToken);

    /// <summary>As the other, and says on the ledger, for everyone to read, how accurate the final weights are.</summary>
    /// <param name="model">See the other.</param>
    /// <param name="accuracy">Share of the script's own samples whose label the weights predict, 0 to 1.</param>
    /// <param name="cancellationToken">See the other.</param>
    /// <exception cref="ArgumentOutOfRangeException">The accuracy is out of range.</exception>
    public Task<ModelRecord> FinishAsync(ReadOnlyMemory<byte> model, double accuracy, CancellationToken cancellationToken = default) =>
        PublishAsync(model, StatedAccuracy.Of(accuracy), cancellationToken);

    private async Task<ModelRecord> PublishAsync(ReadOnlyMemory<byte> model, int? accuracy, CancellationToken cancellationToken)
    {
        if (_iteration < Terms.Iterations) throw new InvalidOperationException($"{_iteration} of {Terms.Iterations} iterations are done");
        using var sealedModel = ModelVault.Encrypt(_weights, Fid, model.Span);
        var artifact = new Artifact(
            Convert.ToHexStringLower(sealedModel.Digest.Span), Convert.ToHexStringLower(sealedModel.KeyHash.Span), sealedModel.Ciphertext.Length);
        await _artifacts.PutAsync(artifact.Digest, sealedModel.Ciphertext, cancellationToken);

        var final = await ClosedAsync(_iteration, cancellationToken);
        await _session.Ledger.SubmitUnlessAsync(
            [ErrorCodes.AlreadySubmitted, ErrorCodes.WrongStage, ErrorCodes.WrongPhase, ErrorCodes.LeftOut],
            TransactionNames.Training.Contract, TransactionNames.Training.Evaluate, new EvaluatePartners(Fid, _iteration, PartnerRatings(final), accuracy), null, cancellationToken);
        if (_session.Conduct.Attestation(artifact) is { } attested)
            await _session.Ledger.SubmitUnlessAsync(
                [ErrorCodes.AlreadyFinished, ErrorCodes.WrongStage],
                TransactionNames.Training.Contract, TransactionNames.Training.Finish, new FinishTraining(Fid, attested), null, cancellationToken);
        return await FinishedAsync(artifact, final.Closed!.ClosedAt, cancellationToken);
    }

    /// <summary>
    /// The key (32 bytes) that opens this federation's sealed unmasking shares, to be granted to an auditor: it does not
    /// open the initial weights, but whoever has it can rebuild the sum of every iteration. The caller erases it.
    /// </summary>
    public byte[] ExportAuditKey()
    {
        using var key = _session.Secrets.GroupKey.DeriveAuditKey(Fid);
        return key.Export();
    }

    /// <summary>Delivers the model's key to its buyers until cancelled: the members take turns, and whoever is next steps in when one is away.</summary>
    /// <param name="cancellationToken">Ends the service.</param>
    public Task ServeSalesAsync(CancellationToken cancellationToken) => new SalesDesk(_session, _weights).ServeAsync(cancellationToken);

    /// <summary>Erases the secrets.</summary>
    public ValueTask DisposeAsync()
    {
        _session.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task ContributeAsync(RoundProtocol protocol, ReadOnlyMemory<float> gradient, int? accuracy, CancellationToken cancellationToken)
    {
        // Nothing precedes the first iteration that could be rated, or measured.
        var said = protocol.Iteration == 1
            ? null
            : new EvaluationEntry(_session.DpId, PartnerRatings(await ClosedAsync(protocol.Iteration - 1, cancellationToken)), accuracy);
        if (!await protocol.ContributeAsync(gradient, _feedback, said, cancellationToken)) RestoreResidue(protocol);
    }

    // A submission that was cut off, but reached the ledger: its residue counts.
    private void RestoreResidue(RoundProtocol protocol)
    {
        if (protocol.OwnEntry is { } entry
            && _session.Folder.LoadPending(protocol.Iteration) is { } pending
            && Convert.ToHexStringLower(pending.Digest) == entry.Digest)
            _feedback = ErrorFeedback.Restore(pending.Residue, Terms.ParameterCount);
    }

    private async Task ReturnAsync(CancellationToken cancellationToken) => await _session.Ledger.SubmitUnlessAsync(
        [ErrorCodes.AlreadySubmitted, ErrorCodes.WrongStage, ErrorCodes.WrongPhase],
        TransactionNames.Training.Contract, TransactionNames.Training.Return, new ModelReference(Fid), null, cancellationToken);

    // w ← w − η · (ΣG / contributors): the same float operations in the same order on every member.
    private void Apply(RoundOutcome outcome)
    {
        var sum = _session.Quantizer.Dequantize(outcome.Sums.Span, outcome.Contributors);
        var weights = (float[])_weights.Clone();
        WeightUpdate.Apply(weights, sum, outcome.Contributors, Terms.LearningRatePpm / 1e6);
        _weights = weights;
        _iteration++;
        _last = outcome;
        _session.Folder.Save(new Checkpoint(_iteration, _weights, _feedback.Save()));
        _session.Folder.ForgetPending(_iteration);
    }

    // What this member saw of the iteration; after a restart, what the ledger has of it.
    private async Task<RoundState> ClosedAsync(int iteration, CancellationToken cancellationToken) =>
        _last is { } last && last.State.Iteration == iteration ? last.State : await _session.Ledger.RoundAsync(Fid, iteration, cancellationToken);

    // Presence and validity: full marks for a gradient and, from who was on duty, a share; half without the share;
    // nothing without the gradient or with a submission that did not verify. Rated is whom the next iteration waits for.
    private PartnerRating[] PartnerRatings(RoundState state)
    {
        var faulty = _last is { } last && last.State.Iteration == state.Iteration ? last.Faulty : new HashSet<string>();
        return [.. state.Closed!.Active.Where(dpId => dpId != _session.DpId).Select(dpId => new PartnerRating(dpId, Rating(state, faulty, dpId)))];
    }

    private int Rating(RoundState state, IReadOnlySet<string> faulty, string dpId)
    {
        var contributors = state.Closed!.Contributors;
        if (!contributors.Contains(dpId) || faulty.Contains(dpId)) return 0;
        var onDuty = UnmaskingDuty.IsFirst(contributors, dpId, Terms.Threshold, state.Iteration);
        return !onDuty || state.Shares.Any(share => share.Author == dpId) ? Ratio.One : Ratio.One / 2;
    }

    private async Task<ModelRecord> FinishedAsync(Artifact artifact, long since, CancellationToken cancellationToken)
    {
        var model = await _session.Ledger.Signals.UntilAsync(
            Fid,
            async token =>
            {
                var now = await _session.Ledger.ModelAsync(Fid, token);
                await _session.Defence.AnswerAsync(token);
                if (now.Stage != ModelStage.Training) return now;
                var until = since + Terms.FinishSeconds * 1000L + await _session.Ledger.ClockSkewAsync(token);
                if (DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() > until || await AwaitsOnlyTheExpelledAsync(token))
                    await _session.Ledger.SubmitUnlessAsync(
                        [ErrorCodes.NotExpired, ErrorCodes.WrongStage, ErrorCodes.WrongPhase],
                        TransactionNames.Training.Contract, TransactionNames.Training.Expire, new ExpirePhase(Fid, 0, Phases.Finish), null, token);
                return null;
            },
            cancellationToken);
        if (model.Stage == ModelStage.Halted) throw new FederationHaltedException(Fid);
        if (model.Artifact != artifact) throw new InvalidOperationException($"the members of {Fid} attested another artifact than this trainer's");
        _session.Report(_iteration, TrainingStep.Finished);
        return model;
    }

    // Whoever was expelled after the others had attested: nobody else says that the model is finished.
    private async Task<bool> AwaitsOnlyTheExpelledAsync(CancellationToken cancellationToken)
    {
        var attested = await _session.Ledger.AttestationsAsync(Fid, cancellationToken);
        var final = await ClosedAsync(_iteration, cancellationToken);
        var missing = final.Closed!.Active.Except(attested.Select(entry => entry.Author)).ToArray();
        if (missing.Length == 0) return false;
        var faults = await _session.Ledger.FaultsAsync(Fid, cancellationToken);
        return missing.All(dpId => faults.Any(fault => fault.Accused == dpId));
    }
}
