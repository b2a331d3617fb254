using FLChain.Chaincode.Training;
using FLChain.Core.Encoding;
using FLChain.Cryptography.Envelopes;

namespace FLChain.Chaincode.Misbehavior;

/// <summary>
/// OpenDispute: a member shows that the sum of an iteration is impossible although everyone's proof holds. The contract
/// checks all of that itself, so nobody can make a federation open its seeds without cause; then the federation is halted,
/// because an iteration that cannot be decoded is never repeated on the same gradients.
/// </summary>
internal static class DisputeOpening
{
    private const int MaxEvidenceBytes = 1 << 20;

    public static async Task<DisputeRecord> RunAsync(LedgerContext context, OpenDispute request)
    {
        var policy = await context.PolicyAsync();
        var model = await context.ModelAtAsync(request.Fid, ModelStage.Training);
        context.RequireMember(model);
        await Expulsions.RequireNotExpelledAsync(context, model.Fid);
        var leader = await RequireDisputableAsync(context, model, request.Iteration);
        var others = await context.ListAsync<DisputeRecord>(Keys.Disputes(model.Fid), policy.MaxDisputes);
        Rule.Require(others.Count < policy.MaxDisputes, ErrorCodes.TooManyDisputes, $"the policy allows {policy.MaxDisputes} disputes in a federation");
        var payload = await context.ReceivePayloadAsync(request.Digest, MaxEvidenceBytes);
        var finding = await RequireImpossibleAsync(context, model, request.Iteration, leader, Read(payload));

        var standings = (await ClosedRounds.LastAsync(context, model))?.Standings ?? [];
        await new Ending(context, model).HaltAsync(standings, request.Iteration);
        await context.PutPayloadAsync(Phases.Dispute, model.Fid, request.Iteration, context.Caller.PartyId, payload);
        var dispute = new DisputeRecord(
            model.Fid, request.Iteration, context.Caller.PartyId, leader.Contributors, policy.AuthorityKey, DisputeState.Opening, finding, request.Digest,
            context.Now, context.Now + (policy.OpeningSeconds * 1000L), []);
        return await Disputes.WriteAsync(context, dispute, TransactionNames.Misbehavior.OpenDispute);
    }

    // Until the leader of the next iteration is drawn the federation is at this sum; then it has gone on with it.
    private static async Task<LeaderEntry> RequireDisputableAsync(LedgerContext context, ModelRecord model, int iteration)
    {
        Rule.Require(iteration >= 1 && iteration <= model.Terms.Iterations, ErrorCodes.WrongIteration, $"the iterations of {model.Fid} are 1 to {model.Terms.Iterations}");
        Rule.Require(!await context.ExistsAsync(Keys.Leader(model.Fid, iteration + 1)), ErrorCodes.WrongIteration, $"the federation has gone on from iteration {iteration}");
        return await context.RequireAsync<LeaderEntry>(Keys.Leader(model.Fid, iteration), ErrorCodes.WrongPhase, $"the leader of iteration {iteration} is not drawn yet");
    }

    private static DisputeEvidence Read(byte[] payload)
    {
        try
        {
            return CanonicalJson.Decode<DisputeEvidence>(payload);
        }
        catch (CanonicalFormatException)
        {
            throw new ContractException(ErrorCodes.BadEvidence, "the payload is not the evidence of a dispute");
        }
    }

    private static async Task<string> RequireImpossibleAsync(LedgerContext context, ModelRecord model, int iteration, LeaderEntry leader, DisputeEvidence evidence)
    {
        await RequireProofsAsync(context, model, iteration, leader);
        var aggregate = await context.RequirePayloadAsync(Phases.Aggregate, model.Fid, iteration, Keys.DocumentedAuthor);
        var masking = await FederationMasking.LoadAsync(context, model);
        var shares = await OpenSharesAsync(context, model, iteration, evidence);
        foreach (var (author, share) in shares)
        {
            var verdict = masking.VerifyGradientShare(iteration, author, aggregate, share);
            Rule.Require(verdict.IsValid, ErrorCodes.BadEvidence, $"the proof of {author}'s share does not verify: that is to be reported ({verdict})");
        }

        var sum = masking.Unmask(iteration, aggregate, shares);
        Rule.Require(sum.IsImpossible, ErrorCodes.BadEvidence, sum.IsSuccess ? "the sum is a possible one" : $"the shares do not open the sum: {sum.Outcome}");
        return $"the unmasked sum is impossible: {sum.Outcome}";
    }

    // A gradient without a proof is a fault of its own, which a report settles without anybody's seed.
    private static async Task RequireProofsAsync(LedgerContext context, ModelRecord model, int iteration, LeaderEntry leader)
    {
        var masking = await FederationMasking.LoadAsync(context, model);
        foreach (var author in leader.Contributors)
        {
            var payload = await context.RequirePayloadAsync(Phases.Gradient, model.Fid, iteration, author);
            var verdict = masking.Gradients.VerifyMasked(masking.ContextOf(Phases.Gradient, iteration, author), payload);
            Rule.Require(verdict.IsValid, ErrorCodes.BadEvidence, $"the proof of {author}'s masked gradient does not verify: that is to be reported");
        }
    }

    private static async Task<IReadOnlyDictionary<string, byte[]>> OpenSharesAsync(LedgerContext context, ModelRecord model, int iteration, DisputeEvidence evidence)
    {
        var authors = evidence.Shares.Select(share => share.DpId).ToArray();
        Rule.Require(
            authors.Length == model.Terms.Threshold && authors.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).SequenceEqual(authors, StringComparer.Ordinal),
            ErrorCodes.BadEvidence,
            $"a dispute shows the keys of {model.Terms.Threshold} shares, in the order of their authors");
        var shares = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var revealed in evidence.Shares)
        {
            Rule.Require(Naming.IsPartyId(revealed.DpId) && revealed.Key.Length == SymmetricKey.LengthBytes, ErrorCodes.BadEvidence, "that is not the key of a member's share");
            var payload = await context.RequirePayloadAsync(Phases.Share, model.Fid, iteration, revealed.DpId);
            var opens = ShareEvidence.TryOpen(context, model, iteration, revealed.DpId, payload, revealed.Key, out var share, out var rejection);
            Rule.Require(opens, ErrorCodes.BadEvidence, $"the sealed share of {revealed.DpId} does not open: {rejection}");
            shares[revealed.DpId] = share!;
        }

        return shares;
    }
}
