using FLChain.Chaincode.Misbehavior;

namespace FLChain.Chaincode.Training;

/// <summary>Ratings of the partners in the last iteration, which no gradient follows that could carry them.</summary>
internal static class PartnerEvaluation
{
    public static async Task RunAsync(LedgerContext context, EvaluatePartners request)
    {
        var model = await context.ModelAtAsync(request.Fid, ModelStage.Training);
        context.RequireMember(model);
        await Expulsions.RequireNotExpelledAsync(context, model.Fid);
        Rule.Require(
            request.Iteration == model.Terms.Iterations,
            ErrorCodes.WrongIteration,
            $"only the last iteration, {model.Terms.Iterations}, is evaluated by itself: the others with the next masked gradient");
        var final = await ClosedRounds.RequireFinalAsync(context, model);
        var author = context.Caller.PartyId;
        Rule.Require(final.Active.Contains(author, StringComparer.Ordinal), ErrorCodes.LeftOut, "the caller took no part in the last iteration");
        Rule.Require(
            !await context.ExistsAsync(Keys.Evaluation(model.Fid, request.Iteration, author)),
            ErrorCodes.AlreadySubmitted,
            "the caller has evaluated the last iteration already");
        var fault = Standings.Fault(request.Evaluations, request.Accuracy, final.Active, author);
        Rule.Require(fault is null, ErrorCodes.BadEvaluation, fault ?? string.Empty);

        await context.PutAsync(Keys.Evaluation(model.Fid, request.Iteration, author), new EvaluationEntry(author, request.Evaluations, request.Accuracy));
    }
}
