using FLChain.Chaincode.Misbehavior;

namespace FLChain.Chaincode.Training;

/// <summary>What anyone in the consortium may ask of a training.</summary>
internal static class RoundQueries
{
    private const string Closed = "closed";

    public static async Task<Progress> ProgressAsync(LedgerContext context, ModelReference request)
    {
        var model = await context.ModelAsync(request.Fid);
        var last = await ClosedRounds.LastAsync(context, model);
        return new Progress(model, last?.Iteration ?? 0, last);
    }

    public static async Task<RoundState> RoundAsync(LedgerContext context, RoundReference request)
    {
        var model = await context.ModelAsync(request.Fid);
        Rule.Require(request.Iteration >= 1 && request.Iteration <= model.Terms.Iterations, ErrorCodes.WrongIteration, $"the iterations of {model.Fid} are 1 to {model.Terms.Iterations}");
        var previous = await context.RequireAsync<RoundRecord>(
            Keys.Round(model.Fid, request.Iteration - 1),
            ErrorCodes.WrongIteration,
            $"iteration {request.Iteration - 1} of {model.Fid} is not closed yet");
        var round = new OpenRound(model, request.Iteration, previous);
        var contributions = await Contributions.ReadAsync(context, round);
        var leader = await context.GetAsync<LeaderEntry>(Keys.Leader(model.Fid, round.Iteration));
        var closed = await context.GetAsync<RoundRecord>(Keys.Round(model.Fid, round.Iteration));
        var (phase, since) = PhaseOf(previous, contributions, leader, closed);
        return new RoundState(
            round.Iteration,
            phase,
            since,
            [.. round.Active.Except(await Expulsions.OfAsync(context, model), StringComparer.Ordinal)],
            contributions.Entries,
            contributions.Fixed,
            await context.ListAsync<AggregateEntry>(Keys.Aggregates(model.Fid, round.Iteration), LeaderElection.MaxAggregates),
            leader,
            await context.ListAsync<ShareEntry>(Keys.Shares(model.Fid, round.Iteration), model.Dps.Count),
            closed);
    }

    public static async Task<byte[]> PayloadAsync(LedgerContext context, PayloadReference request)
    {
        var model = await context.ModelAsync(request.Fid);
        Rule.Require(
            request.Phase is Phases.Preparation or Phases.Gradient or Phases.Aggregate or Phases.Share or Phases.Dispute,
            ErrorCodes.BadArgument,
            "payloads are of the phases preparation, gradient, aggregate, share and dispute");

        // What was sealed in the preparation counts by dealing attempts, of which there is no most.
        var last = request.Phase == Phases.Preparation ? int.MaxValue : model.Terms.Iterations;
        Rule.Require(request.Iteration >= 1 && request.Iteration <= last, ErrorCodes.WrongIteration, $"the iterations of {model.Fid} are 1 to {model.Terms.Iterations}");
        Rule.Require(
            request.Phase == Phases.Aggregate ? request.Author == Keys.DocumentedAuthor : Naming.IsPartyId(request.Author),
            ErrorCodes.BadArgument,
            $"the author is a dpId, and for an aggregate {Keys.DocumentedAuthor}");
        return await context.RequirePayloadAsync(request.Phase, request.Fid, request.Iteration, request.Author);
    }

    public static async Task<AttestationEntry[]> AttestationsAsync(LedgerContext context, ModelReference request) =>
        [.. await ArtifactAttestation.ReadAsync(context, await context.ModelAsync(request.Fid))];

    /// <summary>The phase that the entries say, and since when.</summary>
    public static (string Phase, long Since) PhaseOf(RoundRecord previous, Contributions contributions, LeaderEntry? leader, RoundRecord? closed)
    {
        if (closed is not null) return (Closed, closed.ClosedAt);
        if (leader is not null) return (Phases.Share, leader.At);
        return contributions.Fixed is not null ? (Phases.Aggregate, contributions.Since) : (Phases.Gradient, previous.ClosedAt);
    }
}
