using FLChain.Chaincode.Training;
using FLChain.Cryptography.Envelopes;
using FLChain.Cryptography.Masking;

namespace FLChain.Chaincode.Misbehavior;

/// <summary>
/// SubmitOpening and ConvictOpening: each contributor seals its seed to the authority, and the authority opens the
/// culprit's to everyone. What was sealed is the contributor's own word, so the contract convicts on it and on nothing
/// else: it expands the seed, compares with the masked gradient on the ledger byte for byte, and looks for a component out
/// of range. Nobody can be convicted with a seed that another sent.
/// </summary>
internal static class SeedOpenings
{
    /// <summary>Largest sealed seed, in bytes.</summary>
    public const int MaxEnvelopeBytes = 4 * 1024;

    public static async Task SubmitAsync(LedgerContext context, SubmitOpening request)
    {
        var (_, dispute) = await Disputes.FindAsync(context, request.Fid, request.Iteration);
        Rule.Require(dispute.State == DisputeState.Opening && context.Now <= dispute.Deadline, ErrorCodes.WrongDisputeState, "the time for opening seeds is over");
        var author = context.Caller.PartyId;
        Rule.Require(dispute.Contributors.Contains(author, StringComparer.Ordinal), ErrorCodes.NotParty, "only contributors to the iteration open their seeds");
        Rule.Require(request.Envelope.Length is >= 1 and <= MaxEnvelopeBytes, ErrorCodes.BadArgument, $"the envelope has 1 to {MaxEnvelopeBytes} bytes");
        var key = Keys.Opening(request.Fid, request.Iteration, author);
        Rule.Require(!await context.ExistsAsync(key), ErrorCodes.AlreadySubmitted, "the caller has opened its seed already");

        await context.PutAsync(key, new OpeningEntry(author, request.Envelope, context.Now));
        Reports.Announce(context, TransactionNames.Misbehavior.SubmitOpening, request.Fid, request.Iteration, author);
    }

    public static async Task<DisputeRecord> ConvictAsync(LedgerContext context, ConvictOpening request)
    {
        var (model, dispute) = await Disputes.FindAsync(context, request.Fid, request.Iteration);
        Rule.Require(
            dispute.State != DisputeState.Lapsed && dispute.Deadline > 0 && context.Now <= dispute.Deadline,
            ErrorCodes.WrongDisputeState,
            "the time for naming a culprit is over");
        Rule.Require(Naming.IsPartyId(request.Accused), ErrorCodes.BadArgument, "the accused is named by its dpId");
        var entry = await context.RequireAsync<OpeningEntry>(
            Keys.Opening(request.Fid, request.Iteration, request.Accused),
            ErrorCodes.NothingToReport,
            $"{request.Accused} has opened no seed");
        Rule.Require(!dispute.Culprits.Contains(request.Accused, StringComparer.Ordinal), ErrorCodes.AlreadyReported, "the accused is convicted already");

        var (kind, finding) = await ExamineAsync(context, model, dispute, entry, request.Opening);
        var convicted = dispute with
        {
            State = dispute.State == DisputeState.Opening ? DisputeState.Opening : DisputeState.Convicted,
            Culprits = [.. dispute.Culprits.Append(request.Accused).Order(StringComparer.Ordinal)],
        };
        var settlement = new FaultSettlement(context, model, new Payments(context), new TrainerDrafts(context));
        await settlement.AddAsync(FaultOf(dispute, kind, request.Accused, finding));
        await settlement.CommitAsync([]);
        return await Disputes.WriteAsync(context, convicted, TransactionNames.Misbehavior.ConvictOpening);
    }

    /// <summary>The member that opened the dispute is rewarded for each culprit that it led to, but not for itself.</summary>
    public static Fault FaultOf(DisputeRecord dispute, FaultKind kind, string accused, string finding) =>
        new(dispute.Iteration, kind, accused, string.Equals(dispute.Opener, accused, StringComparison.Ordinal) ? string.Empty : dispute.Opener, finding);

    private static async Task<(FaultKind Kind, string Finding)> ExamineAsync(LedgerContext context, ModelRecord model, DisputeRecord dispute, OpeningEntry entry, byte[] opening)
    {
        var sealedFor = EnvelopeContexts.SeedOpening(dispute.Fid, dispute.Iteration, entry.Author);
        if (!EnvelopeOpening.TryOpen(dispute.Authority, sealedFor, entry.Envelope, opening, out var seed, out var rejection))
        {
            Rule.Require(rejection != EnvelopeRejection.Opening, ErrorCodes.BadEvidence, "that is not the authority's opening of the sealed seed");
            return (FaultKind.WithheldSeed, $"the sealed envelope holds no seed: {rejection}");
        }

        var gradient = await context.RequireAsync<GradientEntry>(Keys.Gradient(dispute.Fid, dispute.Iteration, entry.Author), ErrorCodes.NothingToReport, "there is no masked gradient");
        var payload = await EvidencePayload.OfAsync(context, Phases.Gradient, dispute.Fid, dispute.Iteration, entry.Author, gradient.Digest);
        var masking = await FederationMasking.LoadAsync(context, model);
        var shown = masking.Gradients.CheckOpening(masking.ContextOf(Phases.Gradient, dispute.Iteration, entry.Author), seed, payload);
        return shown.Outcome switch
        {
            SeedOpeningOutcome.OutOfRange => (FaultKind.AbsurdGradient, $"a component of the gradient is out of range: {shown}"),
            SeedOpeningOutcome.Mismatch => (FaultKind.WithheldSeed, "the opened seed is not that of the masked gradient"),
            _ => throw new ContractException(ErrorCodes.NotCulprit, "the seed is that of the masked gradient, and every component is in range"),
        };
    }
}
