using FLChain.Chaincode.Misbehavior;

namespace FLChain.Chaincode.Training;

/// <summary>A node's commitment to its aggregate of the fixed masked gradients. Whether it is the right one is found when the leader is drawn.</summary>
internal static class AggregateSubmission
{
    public static async Task RunAsync(LedgerContext context, SubmitAggregate request)
    {
        var round = await OpenRound.RequireAsync(context, request.Fid, request.Iteration);
        var trainer = await RequireNodeAsync(context, round);
        (await Contributions.ReadAsync(context, round)).RequireFixed();
        var author = context.Caller.PartyId;
        Rule.Require(
            !await context.ExistsAsync(Keys.Aggregate(round.Fid, round.Iteration, author)),
            ErrorCodes.AlreadySubmitted,
            $"the caller has submitted its aggregate of iteration {round.Iteration} already");
        Rule.Require(
            !await context.ExistsAsync(Keys.Leader(round.Fid, round.Iteration)),
            ErrorCodes.WrongPhase,
            $"the leader of iteration {round.Iteration} is drawn already");

        Rule.Require(Naming.IsDigest(request.Commitment), ErrorCodes.BadArgument, "the commitment to the aggregate is not a SHA-512 hash");
        if (!trainer.Engagements.Contains(round.Fid, StringComparer.Ordinal)) await BackAsync(context, trainer, round.Fid);
        await context.PutAsync(Keys.Aggregate(round.Fid, round.Iteration, author), new AggregateEntry(author, request.Commitment, context.Now));
    }

    // What a member is accused of, or did elsewhere, is no matter of this federation while it takes part: without its
    // aggregate every iteration would wait in vain, and enough accusations would halt a federation.
    private static async Task<TrainerRecord> RequireNodeAsync(LedgerContext context, OpenRound round)
    {
        await Expulsions.RequireNotExpelledAsync(context, round.Fid);
        return round.Active.Contains(context.Caller.PartyId, StringComparer.Ordinal) ? await context.RequireTrainerAsync() : await context.RequireQualifiedAsync();
    }

    // A member's deposit for the federation stands behind its aggregate; another node's has to be there, and to stay.
    private static async Task BackAsync(LedgerContext context, TrainerRecord trainer, string fid)
    {
        var policy = await context.PolicyAsync();
        var engagements = await Liability.EngagementsAsync(context, trainer);
        Rule.Require(
            await Liability.CoversAsync(context, trainer, engagements.Count + 1),
            ErrorCodes.InsufficientFunds,
            $"a node that aggregates for others needs a deposit of {policy.RegistrationDeposit} beside those of its own federations");
        await Liability.HoldAsync(context, trainer.DpId, fid, context.Now + (Math.Max(1, policy.LiabilitySeconds) * 1000L));
    }
}
