using FLChain.Chaincode.Training;

namespace FLChain.Chaincode.Misbehavior;

/// <summary>
/// What a trainer's deposit has to back. Each federation has a deposit of its own behind it until the policy's time after
/// its end, so that a fault in one never leaves another unbacked; all deliveries, aggregates and inspections outside of them
/// have one more, and so has an accusation that is not settled.
/// </summary>
internal static class Liability
{
    /// <summary>Most entries that are looked at; beyond them the deposit counts as bound.</summary>
    public const int MaxHolds = 1_000;

    /// <summary>The federations that the trainer's deposit backs now, in the record's order.</summary>
    public static async Task<IReadOnlyList<string>> EngagementsAsync(LedgerContext context, TrainerRecord trainer)
    {
        var policy = await context.PolicyAsync();
        var live = new List<string>();
        foreach (var fid in trainer.Engagements)
            if (!await IsOverAsync(context, await context.ModelAsync(fid), policy))
                live.Add(fid);
        return live;
    }

    /// <summary>How many deposits of d_DP are bound.</summary>
    public static async Task<int> BoundAsync(LedgerContext context, TrainerRecord trainer)
    {
        var engagements = await EngagementsAsync(context, trainer);
        return engagements.Count
            + (await HasHoldAsync(context, trainer.DpId, engagements) || await IsInspectedAsync(context, trainer.DpId, engagements) ? 1 : 0)
            + (trainer.Status == TrainerStatus.Suspending ? 1 : 0);
    }

    /// <summary>Whether the deposit covers what is bound and one more d_DP.</summary>
    public static async Task<bool> CoversOneMoreAsync(LedgerContext context, TrainerRecord trainer) =>
        await CoversAsync(context, trainer, await BoundAsync(context, trainer) + 1);

    /// <summary>Whether the deposit is at least this many times d_DP.</summary>
    public static async Task<bool> CoversAsync(LedgerContext context, TrainerRecord trainer, int times)
    {
        var policy = await context.PolicyAsync();
        return await DepositAsync(context, trainer.DpId) >= policy.RegistrationDeposit * times;
    }

    public static async Task<long> DepositAsync(LedgerContext context, string dpId) =>
        (await context.GetAsync<AccountRecord>(Keys.Account(dpId)))?.Deposit ?? 0;

    /// <summary>Keeps one d_DP of the trainer until a time; of several times for one model the latest counts.</summary>
    public static async Task HoldAsync(LedgerContext context, string dpId, string fid, long until)
    {
        var key = Keys.Hold(dpId, fid);
        var before = await context.GetAsync<HoldEntry>(key);
        await context.PutAsync(key, new HoldEntry(fid, Math.Max(until, before?.Until ?? 0)));
    }

    /// <summary>The holds that have run out, to be deleted by who writes.</summary>
    public static async Task<IReadOnlyList<string>> ExpiredHoldsAsync(LedgerContext context, string dpId)
    {
        var policy = await context.PolicyAsync();
        var holds = await context.EntriesAsync<HoldEntry>(Keys.Holds(dpId), MaxHolds);
        return [.. holds.Where(hold => new Deadline(hold.Value.Until).HasPassed(context.Now, policy)).Select(hold => hold.Key)];
    }

    // What concerns a federation that has a deposit of its own behind it needs no other.
    private static async Task<bool> HasHoldAsync(LedgerContext context, string dpId, IReadOnlyList<string> engagements)
    {
        var policy = await context.PolicyAsync();
        var holds = await context.ListAsync<HoldEntry>(Keys.Holds(dpId), MaxHolds);
        return holds.Count == MaxHolds || holds.Any(hold => !new Deadline(hold.Until).HasPassed(context.Now, policy) && !engagements.Contains(hold.Fid, StringComparer.Ordinal));
    }

    // The judgment of an inspection may come after the federation's own deposit is free.
    private static async Task<bool> IsInspectedAsync(LedgerContext context, string dpId, IReadOnlyList<string> engagements)
    {
        var pending = await Accusation.PendingAsync(context, dpId);
        return pending.Any(entry => entry.Inspects is { } fid && !engagements.Contains(fid, StringComparer.Ordinal));
    }

    // A dispute keeps a halted federation's deposits until its culprits are found or it has lapsed.
    private static async Task<bool> IsOverAsync(LedgerContext context, ModelRecord model, Policy policy)
    {
        if (model.Stage is not (ModelStage.Finished or ModelStage.Halted)) return false;
        if (!Deadline.After(model.StageSince, policy.LiabilitySeconds).HasPassed(context.Now, policy)) return false;
        var disputes = await context.ListAsync<DisputeRecord>(Keys.Disputes(model.Fid), PolicyRules.MaxDisputes);
        return disputes.All(dispute => dispute.State is not (DisputeState.Opening or DisputeState.Examining));
    }
}
