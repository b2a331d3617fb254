using FLChain.Chaincode.Misbehavior;
using FLChain.Core.Reliability;
using FLChain.Core.Training;

namespace FLChain.Chaincode.Training;

/// <summary>
/// Draws the leader among the nodes whose aggregate was correct and documents that aggregate, the only one that is ever
/// unmasked. The draw waits for every contributor's aggregate, or for the deadline, so that being first wins nothing.
/// </summary>
internal static class LeaderElection
{
    /// <summary>Most aggregates that are looked at. Each costs its author the deposit of a registered trainer, so their number cannot be driven up at will.</summary>
    public const int MaxAggregates = 1_000;

    public static async Task<LeaderEntry> RunAsync(LedgerContext context, RoundReference request)
    {
        var round = await OpenRound.RequireAsync(context, request.Fid, request.Iteration);
        Rule.Require(
            !await context.ExistsAsync(Keys.Leader(round.Fid, round.Iteration)),
            ErrorCodes.WrongPhase,
            $"the leader of iteration {round.Iteration} is drawn already");
        var contributions = await Contributions.ReadAsync(context, round);
        var contributors = contributions.RequireFixed();
        var entries = await context.ListAsync<AggregateEntry>(Keys.Aggregates(round.Fid, round.Iteration), MaxAggregates);
        await RequireAwaitedAsync(context, round, contributions, entries);

        var policy = await context.PolicyAsync();
        var aggregate = await TrueAggregate.ComputeAsync(context, round, contributions);
        var candidates = await CandidatesAsync(context, round, policy, aggregate.CorrectNodes(round, entries));
        Rule.Require(candidates.Count > 0, ErrorCodes.NoCorrectAggregate, $"no node submitted the right aggregate of iteration {round.Iteration}");

        var leader = LeaderDraw.Draw(candidates, policy.LeaderUpperPart, Convert.FromHexString(round.Previous.Beacon), round.Fid, round.Iteration);
        var entry = new LeaderEntry(
            leader,
            aggregate.Digest,
            contributors,
            [.. candidates.Select(candidate => candidate.DpId)],
            round.Previous.Beacon,
            aggregate.Beacon,
            LeaderRewards.Of(policy, round.Model.Dps.Count, round.Iteration),
            entries.Select(aggregated => aggregated.At).Append(contributions.Since).Append(context.Now).Max());
        await WriteAsync(context, round, entry, aggregate.Payload);
        return entry;
    }

    /// <summary>Whether a leader can be drawn from what is there, whatever time it is.</summary>
    public static async Task<bool> CanElectAsync(LedgerContext context, OpenRound round, Contributions contributions)
    {
        var entries = await context.ListAsync<AggregateEntry>(Keys.Aggregates(round.Fid, round.Iteration), MaxAggregates);
        try
        {
            var aggregate = await TrueAggregate.ComputeAsync(context, round, contributions);
            return (await CandidatesAsync(context, round, await context.PolicyAsync(), aggregate.CorrectNodes(round, entries))).Count > 0;
        }
        catch (ContractException broken) when (broken.Error.Code is ErrorCodes.NoPayload or ErrorCodes.NoCorrectAggregate)
        {
            return false;
        }
    }

    // Who was expelled brings none any more.
    private static async Task RequireAwaitedAsync(LedgerContext context, OpenRound round, Contributions contributions, List<AggregateEntry> entries)
    {
        var awaited = contributions.RequireFixed()
            .Except(entries.Select(entry => entry.Author), StringComparer.Ordinal)
            .Except(await Expulsions.OfAsync(context, round.Model), StringComparer.Ordinal)
            .Any();
        var deadline = Deadline.After(contributions.Since, round.Model.Terms.AggregateSeconds);
        Rule.Require(
            !awaited || deadline.HasPassed(context.Now, await context.PolicyAsync()),
            ErrorCodes.WrongPhase,
            $"aggregates of contributors to iteration {round.Iteration} are still awaited");
    }

    // A node that lost its standing since it submitted is not drawn; one that is only accused is. Where that leaves nobody,
    // the draw is among the members that take part here, so that nothing that happened elsewhere halts the federation.
    private static async Task<List<LeaderCandidate>> CandidatesAsync(LedgerContext context, OpenRound round, Policy policy, IReadOnlyList<string> nodes)
    {
        var trainers = new List<TrainerRecord>();
        foreach (var node in nodes) trainers.Add(await context.TrainerAsync(node));
        var standing = trainers.Where(trainer => trainer.Status != TrainerStatus.Unqualified).ToArray();
        if (standing.Length > 0) return [.. standing.Select(trainer => CandidateOf(trainer, round, policy))];
        var members = round.Active.Except(await Expulsions.OfAsync(context, round.Model), StringComparer.Ordinal).ToArray();
        return [.. trainers.Where(trainer => members.Contains(trainer.DpId, StringComparer.Ordinal)).Select(trainer => CandidateOf(trainer, round, policy))];
    }

    // The reliability that counts is the one of the moment: what the trainer brought, and what this federation has learned of it.
    private static LeaderCandidate CandidateOf(TrainerRecord trainer, OpenRound round, Policy policy)
    {
        var evidence = trainer.Evidence.And(Standings.Of(round.Previous.Standings, trainer.DpId).Evidence, policy.ReliabilityMemory);
        return new LeaderCandidate(trainer.DpId, ReliabilityScore.Of(evidence, policy));
    }

    private static async Task WriteAsync(LedgerContext context, OpenRound round, LeaderEntry entry, byte[] aggregate)
    {
        var payments = new Payments(context);
        payments.Pay(AccountName.Issue, AccountName.Party(entry.Leader), entry.Reward, PaymentEvent.LeaderReward, round.Fid);
        await payments.CommitAsync();
        await context.PutPayloadAsync(Phases.Aggregate, round.Fid, round.Iteration, Keys.DocumentedAuthor, aggregate);
        await context.PutAsync(Keys.Leader(round.Fid, round.Iteration), entry);
    }
}
