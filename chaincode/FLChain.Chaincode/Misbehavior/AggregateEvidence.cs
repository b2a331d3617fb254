using FLChain.Chaincode.Training;

namespace FLChain.Chaincode.Misbehavior;

/// <summary>
/// An aggregate that is not the sum of the fixed masked gradients. Once the leader is drawn the right digest is on the
/// ledger; before, the contract adds the gradients up itself.
/// </summary>
internal static class AggregateEvidence
{
    public static async Task<Examination> ExamineAsync(LedgerContext context, ModelRecord model, ReportMisbehavior request)
    {
        var entry = await context.RequireAsync<AggregateEntry>(
            Keys.Aggregate(model.Fid, request.Iteration, request.Accused),
            ErrorCodes.NothingToReport,
            $"{request.Accused} submitted no aggregate of iteration {request.Iteration}");
        var right = await RightDigestAsync(context, model, request.Iteration);
        return TrueAggregate.Commits(entry, model.Fid, request.Iteration, right)
            ? Examination.False("the aggregate is the sum of the masked gradients")
            : Examination.Proven($"the aggregate that it committed to is not the sum of the masked gradients, whose digest is {right}");
    }

    private static async Task<string> RightDigestAsync(LedgerContext context, ModelRecord model, int iteration)
    {
        if (await context.GetAsync<LeaderEntry>(Keys.Leader(model.Fid, iteration)) is { } leader) return leader.Digest;
        var previous = await context.RequireAsync<RoundRecord>(Keys.Round(model.Fid, iteration - 1), ErrorCodes.NothingToReport, $"iteration {iteration} has not begun");
        var round = new OpenRound(model, iteration, previous);
        return (await TrueAggregate.ComputeAsync(context, round, await Contributions.ReadAsync(context, round))).Digest;
    }
}
