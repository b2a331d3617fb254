using FLChain.Core;
using FLChain.Core.Answers;
using FLChain.Core.Errors;
using FLChain.Core.Ledger;
using FLChain.Core.Records;
using FLChain.Core.Requests;
using FLChain.Cryptography.Envelopes;
using FLChain.Cryptography.Masking;
using FLChain.Cryptography.Proofs;
using FLChain.TrainerSdk.Ledger;
using FLChain.TrainerSdk.Progress;
using FLChain.TrainerSdk.Training;

namespace FLChain.TrainerSdk.Authority;

/// <summary>
/// Examines disputes of impossible sums: opens each contributor's seed with the authority's key, finds whose masked gradient
/// is out of range or not the seed's, and shows the contract the opening of that one envelope, so that everybody can see.
/// </summary>
internal sealed class DisputeBench(LedgerClient ledger, TrainerOptions options, EnvelopeKey key)
{
    private readonly HashSet<string> _ended = new(StringComparer.Ordinal);
    private readonly HashSet<string> _examined = new(StringComparer.Ordinal);

    /// <summary>Does what is due in a halted federation.</summary>
    public async Task AttendAsync(ModelRecord model, CancellationToken cancellationToken)
    {
        if (_ended.Contains(model.Fid)) return;
        if (await ledger.DisputeOfAsync(model, cancellationToken) is not { } found || found.Dispute.Deadline == 0)
        {
            _ended.Add(model.Fid);
            return;
        }

        // Once the time for opening is over, all seeds that there will be are there.
        if (found.Dispute.State == DisputeState.Opening || _examined.Contains(model.Fid)) return;
        await ExamineAsync(model, found, cancellationToken);
        _examined.Add(model.Fid);
    }

    private async Task ExamineAsync(ModelRecord model, DisputeAnswer found, CancellationToken cancellationToken)
    {
        var scheme = await TermsMasking.ReadAsync(ledger, model, options.KeySizes, cancellationToken);
        var round = await ledger.RoundAsync(model.Fid, found.Dispute.Iteration, cancellationToken);
        foreach (var opening in found.Openings.Where(opening => !found.Dispute.Culprits.Contains(opening.Author)))
        {
            var gradient = round.Gradients.Single(entry => entry.Author == opening.Author);
            var payload = await ledger.PayloadAsync(model.Fid, found.Dispute.Iteration, Phases.Gradient, opening.Author, gradient.Digest, cancellationToken)
                ?? throw new InvalidDataException($"the masked gradient of {opening.Author} in iteration {found.Dispute.Iteration} has expired on the ledger");
            var context = new ProofContext(ledger.ChannelId, model.Fid, found.Dispute.Iteration, Phases.Gradient, opening.Author, 1);
            if (Finding(scheme, context, model, opening, payload) == SeedOpeningOutcome.Honest) continue;
            await ConvictAsync(model, found.Dispute.Iteration, opening, cancellationToken);
        }
    }

    private SeedOpeningOutcome Finding(IMaskingScheme scheme, ProofContext context, ModelRecord model, OpeningEntry opening, byte[] payload)
    {
        // What does not open is the seed of nothing.
        var opens = key.TryOpen(EnvelopeContexts.SeedOpening(model.Fid, (int)context.Iteration, opening.Author), opening.Envelope, out var seed, out _);
        return scheme.CheckOpening(context, opens ? seed : [], payload).Outcome;
    }

    private async Task ConvictAsync(ModelRecord model, int iteration, OpeningEntry opening, CancellationToken cancellationToken)
    {
        options.Progress?.Report(new TrainingEvent(
            model.Fid, ledger.PartyId, iteration, TrainingStep.PartnerFault, TimeSpan.Zero, $"the opened seed of {opening.Author} is not in order: it is shown to the contract"));
        await ledger.SubmitUnlessAsync(
            [ErrorCodes.AlreadyReported, ErrorCodes.WrongDisputeState],
            TransactionNames.Misbehavior.Contract, TransactionNames.Misbehavior.ConvictOpening,
            new ConvictOpening(model.Fid, iteration, opening.Author, OpeningOf(opening.Envelope)), null, cancellationToken);
    }

    // Bytes that have not the form of an envelope show that without being opened.
    private byte[] OpeningOf(byte[] envelope)
    {
        try
        {
            return key.CreateOpening(envelope);
        }
        catch (ArgumentException)
        {
            return [];
        }
    }
}
