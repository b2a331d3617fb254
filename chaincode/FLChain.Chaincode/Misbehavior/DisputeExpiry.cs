using FLChain.Chaincode.Training;

namespace FLChain.Chaincode.Misbehavior;

/// <summary>
/// ExpireDispute: who has opened no seed by the deadline is a culprit. When everyone has, the authority has its time to
/// name one, and when that is over too the dispute ends.
/// </summary>
internal static class DisputeExpiry
{
    public static async Task<DisputeRecord> RunAsync(LedgerContext context, RoundReference request)
    {
        var (model, dispute) = await Disputes.FindAsync(context, request.Fid, request.Iteration);
        Rule.Require(dispute.Deadline > 0, ErrorCodes.WrongDisputeState, "the dispute has ended");
        await Deadline.Until(dispute.Deadline).RequirePassedAsync(context);
        var after = dispute.State == DisputeState.Opening
            ? await ConvictSilentAsync(context, model, dispute)
            : dispute with { State = dispute.Culprits.Count > 0 ? DisputeState.Convicted : DisputeState.Lapsed, Deadline = 0 };
        return await Disputes.WriteAsync(context, after, TransactionNames.Misbehavior.ExpireDispute);
    }

    private static async Task<DisputeRecord> ConvictSilentAsync(LedgerContext context, ModelRecord model, DisputeRecord dispute)
    {
        var opened = (await Disputes.OpeningsAsync(context, model, dispute)).Select(entry => entry.Author).ToArray();
        string[] silent = [.. dispute.Contributors.Except(opened, StringComparer.Ordinal)];
        var settlement = new FaultSettlement(context, model, new Payments(context), new TrainerDrafts(context)) { Culprits = silent };
        foreach (var dpId in silent)
            await settlement.AddAsync(SeedOpenings.FaultOf(dispute, FaultKind.WithheldSeed, dpId, "the seed was not opened in time"));
        if (silent.Length > 0) await settlement.CommitAsync([]);

        var policy = await context.PolicyAsync();
        string[] culprits = [.. dispute.Culprits.Concat(silent).Order(StringComparer.Ordinal)];
        return dispute with
        {
            State = culprits.Length > 0 ? DisputeState.Convicted : DisputeState.Examining,
            Culprits = culprits,
            Deadline = context.Now + (policy.JudgmentSeconds * 1000L),
        };
    }
}
