using FLChain.Chaincode.Training;

namespace FLChain.Chaincode.Federation;

/// <summary>
/// Who of a federation can start training. StartTraining and the expiry of the preparation ask the same question, so
/// that one of the two is always possible once the deadline has passed and no member can hold the others' deposits.
/// <para>
/// Before the deadline: all members, when each has confirmed the attempt and all commitments to the initial weights are
/// equal. After it: the largest group of members whose commitments are equal (of groups as large, the one with the least
/// dpId), when it is large enough; who complained, kept silent or committed to other weights is left out. Who called a
/// good dealing bad is left out of every later one, and nobody waits for it.
/// </para>
/// </summary>
internal static class Preparation
{
    /// <summary>Until when the members confirm.</summary>
    public static Deadline DeadlineOf(ModelRecord model) => Deadline.After(model.StageSince, model.Terms.PreparationSeconds);

    /// <summary>
    /// The model when its dealing is void: its whole time begins anew, with the end of the time that ran, so that there is
    /// as much for the next dealing whenever the report came, and whatever time it claims.
    /// </summary>
    public static ModelRecord Restarted(LedgerContext context, ModelRecord model) =>
        model.Next(context) with { StageSince = Math.Max(context.Now, DeadlineOf(model).At) };

    /// <summary>Fewest members that can start: enough to unmask, and enough to hide in.</summary>
    public static int Fewest(ModelRecord model, Policy policy) => Math.Max(model.Terms.Threshold, policy.MinContributors);

    /// <summary>What the members said of the dealing that stands; nothing, when it was opened on the ledger and nobody may use it.</summary>
    public static async Task<IReadOnlyList<ConfirmationRecord>> ConfirmationsAsync(LedgerContext context, ModelRecord model, SetupRecord setup) =>
        await context.ExistsAsync(Keys.VoidSetup(model.Fid, setup.Attempt))
            ? []
            : await context.ListAsync<ConfirmationRecord>(Keys.Confirmations(model.Fid, setup.Attempt), model.Dps.Count);

    /// <summary>The members that can start, in order; empty when training cannot start now.</summary>
    /// <param name="context">The ledger now.</param>
    /// <param name="model">At the stage of preparation.</param>
    /// <param name="confirmations">Of the attempt that stands, in the order of their dpIds; none when nothing was dealt.</param>
    public static async Task<IReadOnlyList<string>> StartersAsync(LedgerContext context, ModelRecord model, IReadOnlyList<ConfirmationRecord> confirmations)
    {
        var policy = await context.PolicyAsync();
        var expected = await ExpectedAsync(context, model);
        var agreed = Agreed(confirmations, expected);
        var fewest = Fewest(model, policy);
        var needed = DeadlineOf(model).HasPassed(context.Now, policy) ? fewest : Math.Max(fewest, expected.Count);
        return agreed.Length >= needed ? agreed : [];
    }

    /// <summary>Whether the members that agree are enough to start when the deadline has passed.</summary>
    public static async Task<bool> WillStartAsync(LedgerContext context, ModelRecord model, IReadOnlyList<ConfirmationRecord> confirmations) =>
        Agreed(confirmations, await ExpectedAsync(context, model)).Length >= Fewest(model, await context.PolicyAsync());

    private static async Task<IReadOnlyList<string>> ExpectedAsync(LedgerContext context, ModelRecord model)
    {
        var alarmists = await context.ListAsync<FalseAlarmEntry>(Keys.FalseAlarms(model.Fid), model.Dps.Count);
        return [.. model.Dps.Except(alarmists.Select(entry => entry.DpId), StringComparer.Ordinal)];
    }

    private static string[] Agreed(IReadOnlyList<ConfirmationRecord> confirmations, IReadOnlyList<string> expected) =>
        confirmations
            .Where(confirmation => !confirmation.Complaint && expected.Contains(confirmation.DpId, StringComparer.Ordinal))
            .GroupBy(confirmation => Naming.Digest(confirmation.WeightsCommitment), StringComparer.Ordinal)
            .Select(group => group.Select(confirmation => confirmation.DpId).Order(StringComparer.Ordinal).ToArray())
            .OrderByDescending(group => group.Length)
            .ThenBy(group => group[0], StringComparer.Ordinal)
            .FirstOrDefault() ?? [];
}
