using FLChain.Chaincode.Federation;
using FLChain.Chaincode.Misbehavior;

namespace FLChain.Chaincode.Training;

/// <summary>
/// Closes an iteration once t shares are there: opens the beacon, brings the standings up to date and says whom the next
/// iteration waits for. Any t shares give the same beacon; the first t in the order of their authors are taken.
/// </summary>
internal static class RoundClosing
{
    public static async Task<RoundRecord> RunAsync(LedgerContext context, RoundReference request)
    {
        var round = await OpenRound.RequireAsync(context, request.Fid, request.Iteration);
        var leader = await context.RequireAsync<LeaderEntry>(
            Keys.Leader(round.Fid, round.Iteration),
            ErrorCodes.WrongPhase,
            $"the leader of iteration {round.Iteration} is not drawn yet");
        var threshold = round.Model.Terms.Threshold;
        var shares = await context.ListAsync<ShareEntry>(Keys.Shares(round.Fid, round.Iteration), round.Model.Dps.Count);
        Rule.Require(shares.Count >= threshold, ErrorCodes.TooFewShares, $"{shares.Count} of the {threshold} shares of iteration {round.Iteration} are there");

        var expired = await context.GetAsync<ContributorsRecord>(Keys.Contributors(round.Fid, round.Iteration));
        var returning = await context.EntriesAsync<ReturnEntry>(Keys.Returns(round.Fid), round.Model.Dps.Count);
        var masking = await FederationMasking.LoadAsync(context, round.Model);
        var used = shares.Take(threshold).ToArray();
        var closedAt = used.Select(share => share.At).Append(leader.At).Append(context.Now).Max();
        IReadOnlyList<string> absent = [.. round.Model.Dps.Except(leader.Contributors, StringComparer.Ordinal)];
        var standings = await AfterAsync(context, round.Model, round.Previous, expired?.Missing ?? [], absent, closedAt);
        var ending = new Ending(context, round.Model);
        string[] gone = [.. await Expulsions.OfAsync(context, round.Model), .. await ending.TooOftenAbsentAsync(standings)];
        var record = new RoundRecord(
            round.Iteration,
            leader.Contributors,
            leader.Leader,
            leader.Digest,
            [.. shares.Select(share => share.Author)],
            masking.OpenBeacon(leader.BeaconAggregate, used),
            NextActive(leader.Contributors, [.. returning.Select(entry => entry.Value.DpId)], gone),
            standings,
            closedAt);

        await GoOnOrHaltAsync(context, ending, round, record);
        foreach (var (key, _) in returning) await context.DeleteAsync(key);
        await context.PutAsync(Keys.Round(round.Fid, round.Iteration), record);
        return record;
    }

    /// <summary>The standings after the iteration, with the partners' evaluations of the one before.</summary>
    public static Task<IReadOnlyList<Standing>> StandingsAsync(LedgerContext context, OpenRound round, IReadOnlyList<string> missing, IReadOnlyList<string> absent) =>
        AfterAsync(context, round.Model, round.Previous, missing, absent, context.Now);

    /// <summary>The standings at the end, with the partners' evaluations of the last iteration.</summary>
    public static Task<IReadOnlyList<Standing>> FinalStandingsAsync(LedgerContext context, ModelRecord model, RoundRecord final, IReadOnlyList<string> silent) =>
        AfterAsync(context, model, final, silent, silent, context.Now);

    private static async Task<IReadOnlyList<Standing>> AfterAsync(
        LedgerContext context,
        ModelRecord model,
        RoundRecord last,
        IReadOnlyList<string> missing,
        IReadOnlyList<string> absent,
        long at)
    {
        var policy = await context.PolicyAsync();
        var evaluations = await context.ListAsync<EvaluationEntry>(Keys.Evaluations(model.Fid, last.Iteration), model.Dps.Count);
        return Standings.After(model.Dps, last.Active, last.Standings, evaluations, missing, absent, at, policy);
    }

    // After expulsions too few may be left for a sum that may be unmasked, or for t shares.
    private static async Task GoOnOrHaltAsync(LedgerContext context, Ending ending, OpenRound round, RoundRecord closed)
    {
        var fewest = Preparation.Fewest(round.Model, await context.PolicyAsync());
        if (closed.Active.Count < fewest && round.Iteration < round.Model.Terms.Iterations) await ending.HaltAsync(closed.Standings, round.Iteration);
        else await ending.GoOnAsync(closed.Standings, round.Iteration);
    }

    // Whoever gave to this iteration, and whoever asked to come back, without the expelled. A member that was active and
    // gave nothing is in neither: it cannot ask while it still counts as active.
    private static IReadOnlyList<string> NextActive(IReadOnlyList<string> contributors, IReadOnlyList<string> returning, IReadOnlyList<string> gone) =>
        [.. contributors.Union(returning, StringComparer.Ordinal).Except(gone, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
