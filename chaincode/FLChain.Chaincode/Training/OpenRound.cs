using FLChain.Chaincode.Misbehavior;

namespace FLChain.Chaincode.Training;

/// <summary>The iteration that runs now: the one before is closed, it itself is not.</summary>
/// <param name="Model">The model, in training.</param>
/// <param name="Iteration">1 or more.</param>
/// <param name="Previous">The iteration before: whom this one waits for, and the seed of its draw.</param>
internal sealed record OpenRound(ModelRecord Model, int Iteration, RoundRecord Previous)
{
    public string Fid => Model.Fid;

    /// <summary>Whom the gradient phase waits for, unless they are expelled meanwhile.</summary>
    public IReadOnlyList<string> Active => Previous.Active;

    public Deadline GradientDeadline => Deadline.After(Previous.ClosedAt, Model.Terms.GradientSeconds);

    /// <summary>The iteration that the caller names, which must be the one that runs.</summary>
    public static async Task<OpenRound> RequireAsync(LedgerContext context, string fid, int iteration)
    {
        var round = await RequireBegunAsync(context, fid, iteration);
        Rule.Require(!await context.ExistsAsync(Keys.Round(fid, iteration)), ErrorCodes.WrongIteration, $"iteration {iteration} of {fid} is closed");
        return round;
    }

    /// <summary>
    /// The iteration that the caller names, which must be the one that runs, or the last closed one while the next has
    /// no leader: until then a member may still replace an unmasking share that partners found bad.
    /// </summary>
    public static async Task<OpenRound> RequireUnmaskingAsync(LedgerContext context, string fid, int iteration)
    {
        var round = await RequireBegunAsync(context, fid, iteration);
        Rule.Require(
            !await context.ExistsAsync(Keys.Leader(fid, iteration + 1)),
            ErrorCodes.WrongIteration,
            $"iteration {iteration} of {fid} is closed and the leader of the next is drawn");
        return round;
    }

    private static async Task<OpenRound> RequireBegunAsync(LedgerContext context, string fid, int iteration)
    {
        var model = await context.ModelAtAsync(fid, ModelStage.Training);
        Rule.Require(
            iteration >= 1 && iteration <= model.Terms.Iterations,
            ErrorCodes.WrongIteration,
            $"the iterations of {fid} are 1 to {model.Terms.Iterations}");
        var previous = await context.RequireAsync<RoundRecord>(
            Keys.Round(fid, iteration - 1),
            ErrorCodes.WrongIteration,
            $"iteration {iteration - 1} of {fid} is not closed yet");
        return new OpenRound(model, iteration, previous);
    }

    /// <summary>The caller is a member for whom the iteration waits, and was not expelled.</summary>
    public async Task RequireActiveAsync(LedgerContext context)
    {
        context.RequireMember(Model);
        await Expulsions.RequireNotExpelledAsync(context, Fid);
        Rule.Require(
            Active.Contains(context.Caller.PartyId, StringComparer.Ordinal),
            ErrorCodes.LeftOut,
            $"the caller was left out of the iterations of {Fid} and takes part again after it returns");
    }
}
