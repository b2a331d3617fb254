using FLChain.Chaincode.Training;

namespace FLChain.Chaincode.Federation;

/// <summary>
/// Who of a federation can start training. StartTraining and the expiry of the preparation ask the same question, so
/// that one of the two is always possible once the deadline has passed and no member can hold the others' deposits.
/// <para>
/// Before the deadline: all members, when each has confirmed the attempt and all commitments to the initial weights are
/// equal. After it: the largest group of members whose commitments are equal (of groups as large, the one with the least
/// dpId), when it is large enough; who complained, kept silent or committed to other weights is left out.
/// </para>
/// </summary>
internal static class Preparation
{
    /// <summary>Until when the members confirm.</summary>
    public static Deadline DeadlineOf(ModelRecord model) => Deadline.After(model.StageSince, model.Terms.PreparationSeconds);

    /// <summary>Fewest members that can start: enough to unmask, and enough to hide in.</summary>
    public static int Fewest(ModelRecord model, Policy policy) => Math.Max(model.Terms.Threshold, policy.MinContributors);

    /// <summary>What the members said of the dealing that stands; nothing, when it was opened on the ledger and nobody may use it.</summary>
    public static async Task<IReadOnlyList<ConfirmationRecord>> ConfirmationsAsync(LedgerContext context, ModelRecord model, SetupRecord setup) =>
        await context.ExistsAsync(Keys.VoidSetup(model.Fid, setup.Attempt))
            ? []
            : await context.ListAsync<ConfirmationRecord>(Keys.Confirmations(model.Fid, setup.Attempt), model.Dps.Count);

    /// <summary>The members that can start, in order; empty when training cannot start now.</summary>
    /// <param name="model">At the stage of preparation.</param>
    /// <param name="policy">Policy in force.</param>
    /// <param name="confirmations">Of the attempt that stands, in the order of their dpIds; none when nothing was dealt.</param>
    /// <param name="now">Unix milliseconds.</param>
    public static IReadOnlyList<string> Starters(ModelRecord model, Policy policy, IReadOnlyList<ConfirmationRecord> confirmations, long now)
    {
        var largest = confirmations
            .Where(confirmation => !confirmation.Complaint)
            .GroupBy(confirmation => Naming.Digest(confirmation.WeightsCommitment), StringComparer.Ordinal)
            .Select(group => group.Select(confirmation => confirmation.DpId).Order(StringComparer.Ordinal).ToArray())
            .OrderByDescending(group => group.Length)
            .ThenBy(group => group[0], StringComparer.Ordinal)
            .FirstOrDefault() ?? [];
        var fewest = DeadlineOf(model).HasPassed(now, policy) ? Fewest(model, policy) : model.Dps.Count;
        return largest.Length >= fewest ? largest : [];
    }
}
