using FLChain.Chaincode.Federation;
using FLChain.Chaincode.Misbehavior;

namespace FLChain.Chaincode.Training;

/// <summary>
/// The end of a phase whose deadline has passed without its purpose fulfilled: the federation goes on with those who are
/// there while enough are, or it halts. Anyone may say so; the contract looks for itself.
/// </summary>
internal static class PhaseExpiry
{
    /// <summary>The aggregation phase ends without an aggregate after this many times its deadline: until then any node may still bring the right one.</summary>
    public const int AggregationPatience = 3;

    public static Task RunAsync(LedgerContext context, ExpirePhase request) => request.Phase switch
    {
        Phases.Preparation => PreparationAsync(context, request),
        Phases.Gradient => GradientAsync(context, request),
        Phases.Aggregate => AggregateAsync(context, request),
        Phases.Share => ShareAsync(context, request),
        Phases.Finish => FinishAsync(context, request),
        _ => throw new ContractException(ErrorCodes.BadArgument, "that is not a phase with a deadline"),
    };

    private static async Task PreparationAsync(LedgerContext context, ExpirePhase request)
    {
        RequireNoIteration(request);
        var model = await context.ModelAtAsync(request.Fid, ModelStage.Preparing);
        await Preparation.DeadlineOf(model).RequirePassedAsync(context);
        var setup = await context.GetAsync<SetupRecord>(Keys.Setup(model.Fid));
        var confirmations = setup is null ? [] : await Preparation.ConfirmationsAsync(context, model, setup);
        Rule.Require(
            (await Preparation.StartersAsync(context, model, confirmations)).Count == 0,
            ErrorCodes.WrongPhase,
            $"enough members of {model.Fid} have confirmed their shares: training can start");
        await new Ending(context, model).HaltAsync([], 0);
    }

    private static async Task GradientAsync(LedgerContext context, ExpirePhase request)
    {
        var round = await OpenRound.RequireAsync(context, request.Fid, request.Iteration);
        await round.GradientDeadline.RequirePassedAsync(context);
        var contributions = await Contributions.ReadAsync(context, round);
        Rule.Require(contributions.Fixed is null, ErrorCodes.WrongPhase, $"the masked gradients of iteration {round.Iteration} stand already");

        // Nobody could train on from a sum that nobody could open.
        if (await IsLostAsync(context, round.Model, round.Iteration - 1))
        {
            await HaltAsync(context, round, [], sumLost: true);
            return;
        }

        var policy = await context.PolicyAsync();
        var present = contributions.Entries.Select(entry => entry.Author).ToArray();
        var missing = contributions.NotYet(round.Active);
        if (present.Length < Preparation.Fewest(round.Model, policy))
        {
            await HaltAsync(context, round, missing);
            return;
        }

        await context.PutAsync(Keys.Contributors(round.Fid, round.Iteration), new ContributorsRecord(present, missing, Math.Max(context.Now, contributions.Entries.Max(entry => entry.At))));
    }

    private static async Task AggregateAsync(LedgerContext context, ExpirePhase request)
    {
        var round = await OpenRound.RequireAsync(context, request.Fid, request.Iteration);
        var contributions = await Contributions.ReadAsync(context, round);
        contributions.RequireFixed();
        Rule.Require(
            !await context.ExistsAsync(Keys.Leader(round.Fid, round.Iteration)),
            ErrorCodes.WrongPhase,
            $"the leader of iteration {round.Iteration} is drawn already");
        await Deadline.After(contributions.Since, (long)AggregationPatience * round.Model.Terms.AggregateSeconds).RequirePassedAsync(context);
        Rule.Require(!await LeaderElection.CanElectAsync(context, round, contributions), ErrorCodes.WrongPhase, $"a right aggregate of iteration {round.Iteration} is there: the leader can be drawn");
        await HaltAsync(context, round, contributions.Missing);
    }

    private static async Task ShareAsync(LedgerContext context, ExpirePhase request)
    {
        var round = await OpenRound.RequireAsync(context, request.Fid, request.Iteration);
        var leader = await context.RequireAsync<LeaderEntry>(
            Keys.Leader(round.Fid, round.Iteration),
            ErrorCodes.WrongPhase,
            $"the leader of iteration {round.Iteration} is not drawn yet");
        await Deadline.After(leader.At, round.Model.Terms.ShareSeconds).RequirePassedAsync(context);
        var shares = await context.ListAsync<ShareEntry>(Keys.Shares(round.Fid, round.Iteration), round.Model.Dps.Count);
        Rule.Require(shares.Count < round.Model.Terms.Threshold, ErrorCodes.WrongPhase, $"the shares of iteration {round.Iteration} are there: it can be closed");

        // Whoever was waited for and gave neither its gradient nor its share has halted it.
        await HaltAsync(
            context,
            round,
            [.. round.Active.Except(shares.Select(share => share.Author), StringComparer.Ordinal)],
            await LostSum.IsLostAsync(context, round.Model, round.Iteration));
    }

    private static async Task FinishAsync(LedgerContext context, ExpirePhase request)
    {
        RequireNoIteration(request);
        var model = await context.ModelAtAsync(request.Fid, ModelStage.Training);
        var final = await ClosedRounds.RequireFinalAsync(context, model);
        var entries = await ArtifactAttestation.ReadAsync(context, model);
        IReadOnlyList<string> awaited = [.. final.Active.Except(await Expulsions.OfAsync(context, model), StringComparer.Ordinal)];

        // Nobody waits for who was expelled after everyone else had attested.
        if (Attestations.Unanimous(entries, awaited) is null) await Deadline.After(final.ClosedAt, model.Terms.FinishSeconds).RequirePassedAsync(context);
        var artifact = Attestations.Unanimous(entries, awaited) ?? Attestations.Prevailing(entries, model.Terms.Threshold);
        var sumLost = artifact is null && await IsLostAsync(context, model, final.Iteration);
        IReadOnlyList<string> silent = sumLost ? [] : [.. awaited.Except(entries.Select(entry => entry.Author), StringComparer.Ordinal)];
        var standings = await RoundClosing.FinalStandingsAsync(context, model, final, silent);
        var end = new Ending(context, model);
        if (artifact is not null) await end.FinishAsync(standings, artifact, Attestations.By(entries, artifact));
        else await end.HaltAsync(standings, model.Terms.Iterations, sumLost);
    }

    // While it is not known whether a share is wrong, nobody is marked down for what that share may be to blame for.
    private static async Task<bool> IsLostAsync(LedgerContext context, ModelRecord model, int closed)
    {
        if (await LostSum.IsLostAsync(context, model, closed)) return true;
        Rule.Require(!await LostSum.MayBeLostAsync(context, model, closed), ErrorCodes.WrongPhase, $"a share of iteration {closed} that is needed is challenged: that is settled first");
        return false;
    }

    private static async Task HaltAsync(LedgerContext context, OpenRound round, IReadOnlyList<string> missing, bool sumLost = false) =>
        await new Ending(context, round.Model).HaltAsync(await RoundClosing.StandingsAsync(context, round, missing, missing), round.Iteration, sumLost);

    private static void RequireNoIteration(ExpirePhase request) =>
        Rule.Require(request.Iteration == 0, ErrorCodes.WrongIteration, $"the {request.Phase} phase belongs to no iteration: it is 0");
}
