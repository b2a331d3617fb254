using System.Buffers.Binary;
using System.Security.Cryptography;
using FLChain.Core;
using FLChain.Core.Errors;
using FLChain.Core.Ledger;
using FLChain.Core.Records;
using FLChain.Core.Requests;
using FLChain.Cryptography.Envelopes;
using FLChain.Cryptography.ThresholdPaillier;
using FLChain.TrainerSdk.Ledger;
using FLChain.TrainerSdk.Misbehavior;
using FLChain.TrainerSdk.Progress;

namespace FLChain.TrainerSdk.Training;

/// <summary>From an intention to a federation that trains (paper, Algorithm 2), each step only where the ledger still lacks it.</summary>
internal sealed class FederationPreparation(LedgerClient ledger, TrainerOptions options, EnvelopeKey encryptionKey, string fid)
{
    private const string Contract = TransactionNames.Federation.Contract;
    private readonly RoundTurns _turns = new(TimeProvider.System);
    private readonly Watcher _watcher = new(
        ledger,
        options.ReportMisbehavior,
        (_, message) => options.Progress?.Report(new TrainingEvent(fid, ledger.PartyId, 0, TrainingStep.PartnerFault, TimeSpan.Zero, message)));

    /// <summary>Waits until the federation stands with this trainer in it.</summary>
    public async Task<ModelRecord> EstablishedAsync(CancellationToken cancellationToken)
    {
        var model = await ledger.Signals.UntilAsync(
            fid,
            async token =>
            {
                var now = await ledger.ModelAsync(fid, token);
                if (now.Stage != ModelStage.Recruiting) return now;
                await EstablishIfDueAsync(now, token);
                return null;
            },
            cancellationToken);
        if (model.Dps.Contains(ledger.PartyId)) return model;
        throw model.Stage == ModelStage.Halted ? new FederationHaltedException(fid) : new NotAllocatedException(fid);
    }

    private async Task EstablishIfDueAsync(ModelRecord model, CancellationToken cancellationToken)
    {
        var intentions = (await ledger.IntentionsAsync(fid, cancellationToken)).Items;
        var due = intentions.Count >= model.Terms.MaxTrainers || await IsPastAsync(model.RecruitUntil, cancellationToken);
        var rank = intentions.Count(intention => string.CompareOrdinal(intention.DpId, ledger.PartyId) < 0);
        if (_turns.IsMine("establish", due, rank))
            await ledger.SubmitUnlessAsync(
                [ErrorCodes.NothingToEstablish], Contract, TransactionNames.Federation.Establish, null, null, cancellationToken);
    }

    /// <summary>Opens and checks the dealt share, confirms it, and waits until training starts.</summary>
    public async Task<FederationSession> PreparedAsync(ModelRecord model, Func<byte[], float[]> initialWeights, CancellationToken cancellationToken)
    {
        Dealing? dealing = null;
        try
        {
            var started = await ledger.Signals.UntilAsync(
                fid,
                async token =>
                {
                    var now = await ledger.ModelAsync(fid, token);
                    if (now.Stage == ModelStage.Halted) throw new FederationHaltedException(fid);
                    // The authority deals again when what it dealt was bad, to any of the members.
                    dealing = await DealtAsync(now, dealing, token);
                    if (dealing?.Secrets is not { } secrets)
                        return now.Stage == ModelStage.Preparing ? null : throw new CryptographicException($"{fid} trains without this trainer: what it was dealt was bad");
                    if (now.Stage != ModelStage.Preparing) return now;
                    var confirmations = await ledger.ConfirmationsAsync(fid, token);
                    if (confirmations.All(confirmation => confirmation.DpId != ledger.PartyId))
                        await ConfirmAsync(dealing.Setup, dealing.Key!, secrets, initialWeights, token);
                    await StartIfDueAsync(now, confirmations, token);
                    return null;
                },
                cancellationToken);
            return new FederationSession(ledger, options, started, dealing!.Key!, dealing.Secrets!);
        }
        catch
        {
            dealing?.Secrets?.Dispose();
            throw;
        }
    }

    // What was dealt last: the same object while nothing new was. Null before the first dealing.
    private async Task<Dealing?> DealtAsync(ModelRecord model, Dealing? before, CancellationToken cancellationToken)
    {
        SetupRecord setup;
        try
        {
            setup = await ledger.SetupAsync(fid, cancellationToken);
        }
        catch (LedgerException error) when (error.Is(ErrorCodes.SetupState))
        {
            return null;
        }

        if (before?.Setup.Attempt == setup.Attempt) return before;
        before?.Secrets?.Dispose();
        var key = ReadKey(setup, model);
        var dealing = new Dealing(setup, key, key is null ? null : TryOpen(setup, key, model));
        if (dealing.Secrets is null && model.Stage == ModelStage.Preparing) await ReportDealerAsync(setup, model, cancellationToken);
        return dealing;
    }

    // The opening shows everybody this one envelope, which holds no usable secret, and the authority deals again.
    private async Task ReportDealerAsync(SetupRecord setup, ModelRecord model, CancellationToken cancellationToken)
    {
        Say($"what the authority dealt in attempt {setup.Attempt} does not open, or does not fit its verification key");
        var envelope = setup.Shares[model.Dps.ToList().IndexOf(ledger.PartyId)].Envelope;
        var policy = await ledger.PolicyAsync(cancellationToken);
        var report = await _watcher.ReportAsync(
            fid, FaultKind.BadDealtShare, setup.Attempt, policy.AuthorityMsp, OpeningOf(envelope), cancellationToken);
        if (report is null)
            await ledger.SubmitUnlessAsync(
                [ErrorCodes.AlreadyConfirmed, ErrorCodes.WrongStage, ErrorCodes.SetupState],
                Contract, TransactionNames.Federation.ComplainShare, new ComplainShare(fid, setup.Attempt), null, cancellationToken);
    }

    // Bytes that have not even the form of an envelope show that without being opened.
    private byte[]? OpeningOf(byte[] envelope)
    {
        try
        {
            return encryptionKey.CreateOpening(envelope);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private ThresholdPublicKey? ReadKey(SetupRecord setup, ModelRecord model) =>
        ThresholdPublicKey.TryDecode(setup.PublicKey, options.KeySizes, out var key)
        && key.Trainers == model.Dps.Count && key.Threshold == model.Terms.Threshold
        && key.ModulusBits == model.Terms.ModulusBits
        && KeyProof.Verify(key, setup.Proof).IsValid
            ? key
            : null;

    // Opens the envelope and checks v^(Δ·s_j) = v_j.
    private DealtSecrets? TryOpen(SetupRecord setup, ThresholdPublicKey key, ModelRecord model)
    {
        var place = model.Dps.ToList().IndexOf(ledger.PartyId);
        var context = EnvelopeContexts.DealtShare(fid, setup.Attempt, ledger.PartyId);
        if (!encryptionKey.TryOpen(context, setup.Shares[place].Envelope, out var plaintext, out _)) return null;
        try
        {
            var secrets = DealtSecrets.TryDecode(plaintext);
            if (secrets is not null && secrets.Share.TrainerIndex == place + 1 && key.VerifyShareKey(secrets.Share)) return secrets;
            secrets?.Dispose();
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plaintext);
        }
    }

    private async Task ConfirmAsync(SetupRecord setup, ThresholdPublicKey key, DealtSecrets secrets, Func<byte[], float[]> initialWeights, CancellationToken cancellationToken)
    {
        if (!options.Conduct.Confirms) return;
        var policy = await ledger.PolicyAsync(cancellationToken);
        var commitment = SealShareCommitment(policy.AuthorityKey, setup, secrets);
        var weights = WeightsCommitment.Commit(key, secrets.GroupKey, fid, initialWeights(secrets.GroupKey.DeriveInitialWeightsSeed(fid)));
        await ledger.SubmitUnlessAsync(
            [ErrorCodes.AlreadyConfirmed, ErrorCodes.SetupState, ErrorCodes.WrongStage],
            Contract,
            TransactionNames.Federation.ConfirmShare,
            new ConfirmShare(fid, setup.Attempt, Naming.Digest(commitment), weights),
            commitment,
            cancellationToken);
        Say("the dealt share fits and is committed to");
    }

    private void Say(string message) =>
        options.Progress?.Report(new TrainingEvent(fid, ledger.PartyId, 0, TrainingStep.Preparing, TimeSpan.Zero, message));

    // Enc(s_j, h, Sign(s_j ‖ h, S_j)) of Algorithm 2, h being the time at which the authority dealt.
    private byte[] SealShareCommitment(byte[] authorityKey, SetupRecord setup, DealtSecrets secrets)
    {
        var share = secrets.Share.Encode();
        var signed = new byte[share.Length + 8];
        share.CopyTo(signed, 0);
        BinaryPrimitives.WriteInt64BigEndian(signed.AsSpan(share.Length), setup.At);
        byte[] plaintext = [.. signed, .. ledger.Sign(signed)];
        try
        {
            return SealedEnvelope.Seal(authorityKey, EnvelopeContexts.ShareCommitment(fid, setup.Attempt, ledger.PartyId), plaintext);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(share);
            CryptographicOperations.ZeroMemory(signed);
            CryptographicOperations.ZeroMemory(plaintext);
        }
    }

    private async Task StartIfDueAsync(ModelRecord model, ConfirmationRecord[] confirmations, CancellationToken cancellationToken)
    {
        var late = await IsPastAsync(model.StageSince + model.Terms.PreparationSeconds * 1000L, cancellationToken);
        var due = late || confirmations.Count(confirmation => !confirmation.Complaint) == model.Dps.Count;
        if (!_turns.IsMine("start", due, model.Dps.ToList().IndexOf(ledger.PartyId))) return;
        var started = await ledger.SubmitUnlessAsync(
            [ErrorCodes.WrongStage, ErrorCodes.NotConfirmed],
            Contract, TransactionNames.Federation.StartTraining, new ModelReference(fid), null, cancellationToken);
        if (!started && late)
            await ledger.SubmitUnlessAsync(
                [ErrorCodes.WrongStage, ErrorCodes.NotExpired, ErrorCodes.WrongPhase],
                TransactionNames.Training.Contract, TransactionNames.Training.Expire, new ExpirePhase(fid, 0, Phases.Preparation), null, cancellationToken);
    }

    private async Task<bool> IsPastAsync(long deadline, CancellationToken cancellationToken) =>
        DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() > deadline + await ledger.ClockSkewAsync(cancellationToken);

    /// <summary>One dealing as this member sees it: without secrets when what it was dealt is bad.</summary>
    private sealed record Dealing(SetupRecord Setup, ThresholdPublicKey? Key, DealtSecrets? Secrets);
}
