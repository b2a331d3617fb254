namespace FLChain.Chaincode.Misbehavior;

/// <summary>
/// A sum that nobody can open, because shares of it were proven wrong and fewer than t others are there. The members
/// cannot go on from it, through no fault of theirs: the federation ends without marking any of them down.
/// </summary>
internal static class LostSum
{
    /// <summary>Whether the sum of an iteration is lost unless a member gives its share yet.</summary>
    public static async Task<bool> IsLostAsync(LedgerContext context, ModelRecord model, int iteration)
    {
        var wrong = await WrongAsync(context, model, iteration);
        return wrong.Count > 0 && (await AuthorsAsync(context, model, iteration)).Except(wrong, StringComparer.Ordinal).Count() < model.Terms.Threshold;
    }

    /// <summary>Whether it is lost for good when this member's share is wrong: even with a share of each member that may give one yet.</summary>
    public static async Task<bool> IsLostWithoutAsync(LedgerContext context, ModelRecord model, int iteration, string author)
    {
        if (model.Stage != ModelStage.Training || await context.ExistsAsync(Keys.Leader(model.Fid, iteration + 1))) return false;
        var previous = await context.RequireAsync<RoundRecord>(Keys.Round(model.Fid, iteration - 1), ErrorCodes.NothingToReport, $"iteration {iteration} has not begun");
        var expelled = await Expulsions.OfAsync(context, model);
        var wrong = await WrongAsync(context, model, iteration);
        var authors = await AuthorsAsync(context, model, iteration);
        var coming = previous.Active.Except(authors, StringComparer.Ordinal).Except(expelled, StringComparer.Ordinal);
        return authors.Except([.. wrong, author], StringComparer.Ordinal).Count() + coming.Count() < model.Terms.Threshold;
    }

    /// <summary>Whether it may prove to be lost: too few shares are left without those whose authors are challenged to open them.</summary>
    public static async Task<bool> MayBeLostAsync(LedgerContext context, ModelRecord model, int iteration)
    {
        var authors = await AuthorsAsync(context, model, iteration);
        var challenged = new List<string>();
        foreach (var author in authors)
            if (await context.GetAsync<ReportReference>(Keys.Challenge(model.Fid, iteration, author)) is { } challenge
                && (await Reports.FindAsync(context, challenge.ReportId)).State == ReportState.Challenged)
                challenged.Add(author);
        var wrong = await WrongAsync(context, model, iteration);
        return challenged.Count > 0 && authors.Except([.. wrong, .. challenged], StringComparer.Ordinal).Count() < model.Terms.Threshold;
    }

    private static async Task<IReadOnlyList<string>> WrongAsync(LedgerContext context, ModelRecord model, int iteration) =>
    [
        .. (await context.ListAsync<FaultRecord>(Keys.Faults(model.Fid), FaultSettlement.MaxFaults))
            .Where(fault => fault.Kind == FaultKind.IncorrectShare && fault.Iteration == iteration)
            .Select(fault => fault.Accused),
    ];

    private static async Task<IReadOnlyList<string>> AuthorsAsync(LedgerContext context, ModelRecord model, int iteration) =>
        [.. (await context.ListAsync<ShareEntry>(Keys.Shares(model.Fid, iteration), model.Dps.Count)).Select(share => share.Author)];
}
