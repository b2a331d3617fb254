using FLChain.Chaincode.Misbehavior;

namespace FLChain.Chaincode.Training;

/// <summary>
/// A member's masked gradient, its masked random number for the beacon, and its ratings of the partners in the iteration
/// before. Reads nothing that another member writes with the same transaction, so that members never collide.
/// </summary>
internal static class GradientSubmission
{
    public static async Task RunAsync(LedgerContext context, SubmitGradient request)
    {
        var round = await OpenRound.RequireAsync(context, request.Fid, request.Iteration);
        await round.RequireActiveAsync(context);
        await RequireFirstAsync(context, round);
        RequireEvaluations(context, round, request);

        var masking = await FederationMasking.LoadAsync(context, round.Model);
        var payload = await context.ReceivePayloadAsync(request.Digest, long.MaxValue);
        masking.RequireMasked(Phases.Beacon, round.Iteration, context.Caller.PartyId, request.Beacon);
        masking.RequireShape(payload);
        await WriteAsync(context, round, request, payload);

        var policy = await context.PolicyAsync();
        if (policy.Verification != VerificationRule.Eager) return;
        var verdict = masking.Gradients.VerifyMasked(masking.ContextOf(Phases.Gradient, round.Iteration, context.Caller.PartyId), payload);
        if (!verdict.IsValid) await ConvictAsync(context, round, $"the proof of the masked gradient does not verify: {verdict}");
    }

    // The contract looked for itself, so there is nobody to reward; the gradient stays on the ledger as the evidence.
    private static async Task ConvictAsync(LedgerContext context, OpenRound round, string finding)
    {
        var settlement = new FaultSettlement(context, round.Model, new Payments(context), new TrainerDrafts(context));
        await settlement.AddAsync(new Fault(round.Iteration, FaultKind.IncorrectGradient, context.Caller.PartyId, string.Empty, finding));
        await settlement.CommitAsync(round.Previous.Standings);
    }

    private static async Task RequireFirstAsync(LedgerContext context, OpenRound round)
    {
        Rule.Require(
            !await context.ExistsAsync(Keys.Gradient(round.Fid, round.Iteration, context.Caller.PartyId)),
            ErrorCodes.AlreadySubmitted,
            $"the caller has submitted its masked gradient of iteration {round.Iteration} already");
        Rule.Require(
            !await context.ExistsAsync(Keys.Contributors(round.Fid, round.Iteration)),
            ErrorCodes.WrongPhase,
            $"the gradient phase of iteration {round.Iteration} has expired");
    }

    private static void RequireEvaluations(LedgerContext context, OpenRound round, SubmitGradient request)
    {
        if (round.Iteration == 1)
        {
            Rule.Require(request.Evaluations is null && request.Accuracy is null, ErrorCodes.BadEvaluation, "nothing precedes the first iteration that could be evaluated");
            return;
        }

        Rule.Require(request.Evaluations is not null, ErrorCodes.BadEvaluation, $"the evaluation of the partners in iteration {round.Iteration - 1} is missing");
        var fault = Standings.Fault(request.Evaluations, request.Accuracy, round.Active, context.Caller.PartyId);
        Rule.Require(fault is null, ErrorCodes.BadEvaluation, fault ?? string.Empty);
    }

    private static async Task WriteAsync(LedgerContext context, OpenRound round, SubmitGradient request, byte[] payload)
    {
        var author = context.Caller.PartyId;
        await context.PutPayloadAsync(Phases.Gradient, round.Fid, round.Iteration, author, payload);
        await context.PutAsync(
            Keys.Gradient(round.Fid, round.Iteration, author),
            new GradientEntry(author, request.Digest, payload.Length, request.Beacon, context.Now));
        if (request.Evaluations is { } ratings)
            await context.PutAsync(Keys.Evaluation(round.Fid, round.Iteration - 1, author), new EvaluationEntry(author, ratings, request.Accuracy));
    }
}
