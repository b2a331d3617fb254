using FLChain.Core.Training;

namespace FLChain.Chaincode.Misbehavior;

/// <summary>
/// OpenInspection: a gradient that the beacon has drawn is shown to judges, who repeat it on the member's own premises and
/// from its own data. Under the mask nothing tells training from noise; a chance of having to show it does. The contract
/// checks the draw, so that nobody is singled out; what follows is an accusation without a fee, which suspends nobody.
/// </summary>
internal static class Inspection
{
    public static async Task<AccusationRecord> RunAsync(LedgerContext context, OpenInspection request)
    {
        var model = await context.ModelAsync(request.Fid);
        var gradient = await RequireDrawnAsync(context, model, request);
        var inspected = await RequireLiableAsync(context, model, request);
        Rule.Require(
            !await context.ExistsAsync(Keys.Inspection(model.Fid, request.Iteration, request.DpId)),
            ErrorCodes.AlreadyReported,
            $"the inspection of this gradient of iteration {request.Iteration} was opened before");
        var open = (await Accusation.PendingAsync(context, inspected.DpId)).Count(pending => pending.Inspects is not null);
        Rule.Require(open < Accusation.MaxOpen, ErrorCodes.TooMany, $"{Accusation.MaxOpen} inspections of the trainer are not settled yet");

        var policy = await context.PolicyAsync();
        var accusation = new AccusationRecord(
            context.Tx, inspected.DpId, context.Caller.PartyId, ClaimOf(model.Fid, request.Iteration), gradient.Digest, Fee: 0, AccusationState.Pending,
            model.Stage == ModelStage.Halted ? [] : [model.Fid], context.Now, context.Now + (policy.JudgmentSeconds * 1000L), null, string.Empty, 0, request.Iteration);
        await context.PutAsync(Keys.Inspection(model.Fid, request.Iteration, inspected.DpId), new InspectionEntry(request.Iteration, inspected.DpId, context.Tx));
        await context.PutAsync(Keys.PendingAgainst(inspected.DpId, context.Tx), new PendingEntry(context.Tx, model.Fid));
        await context.PutAsync(Keys.Accusation(accusation.ReportId), accusation);
        Reports.Announce(context, TransactionNames.Misbehavior.OpenInspection, model.Fid, request.Iteration, accusation.ReportId);
        return accusation;
    }

    /// <summary>The inspections of a federation that were opened.</summary>
    public static async Task<InspectionEntry[]> OfAsync(LedgerContext context, ModelReference request)
    {
        var model = await context.ModelAsync(request.Fid);
        return [.. await context.ListAsync<InspectionEntry>(Keys.Inspections(model.Fid), int.MaxValue)];
    }

    private static string ClaimOf(string fid, int iteration) => $"inspection of iteration {iteration} of {fid}";

    private static async Task<GradientEntry> RequireDrawnAsync(LedgerContext context, ModelRecord model, OpenInspection request)
    {
        Rule.Require(request.Iteration >= 1 && request.Iteration <= model.Terms.Iterations, ErrorCodes.WrongIteration, $"the iterations of {model.Fid} are 1 to {model.Terms.Iterations}");
        var round = await context.RequireAsync<RoundRecord>(
            Keys.Round(model.Fid, request.Iteration), ErrorCodes.WrongIteration, $"iteration {request.Iteration} of {model.Fid} is not closed");
        Rule.Require(
            InspectionDraw.Drawn(model.Terms.InspectionRate, model.Fid, round).Contains(request.DpId, StringComparer.Ordinal),
            ErrorCodes.NothingToReport,
            $"the beacon of iteration {round.Iteration} has not drawn a gradient of that member");
        return (await context.GetAsync<GradientEntry>(Keys.Gradient(model.Fid, round.Iteration, request.DpId)))!;
    }

    // Whoever is not liable any more may have erased what it would have to show.
    private static async Task<TrainerRecord> RequireLiableAsync(LedgerContext context, ModelRecord model, OpenInspection request)
    {
        Rule.Require(!string.Equals(request.DpId, context.Caller.PartyId, StringComparison.Ordinal), ErrorCodes.SelfReport, "nobody opens its own inspection");
        var trainer = await context.TrainerAsync(request.DpId);
        Rule.Require(trainer.Status != TrainerStatus.Unqualified, ErrorCodes.NothingToReport, "the trainer is unqualified already");
        var liable = await Liability.EngagementsAsync(context, trainer);
        Rule.Require(liable.Contains(model.Fid, StringComparer.Ordinal), ErrorCodes.NothingToReport, $"the trainer is not liable for {model.Fid} any more");
        return trainer;
    }
}
