namespace FLChain.Chaincode.Misbehavior;

/// <summary>Members that a federation goes on without: nothing backs what they would do there.</summary>
internal static class Expulsions
{
    /// <summary>Who was expelled, in order.</summary>
    public static async Task<IReadOnlyList<string>> OfAsync(LedgerContext context, ModelRecord model) =>
        [.. (await EntriesAsync(context, model)).Select(entry => entry.DpId)];

    /// <summary>Who was expelled and since when, in the order of their dpIds.</summary>
    public static Task<List<ExpulsionEntry>> EntriesAsync(LedgerContext context, ModelRecord model) =>
        context.ListAsync<ExpulsionEntry>(Keys.Expulsions(model.Fid), model.Dps.Count);

    /// <summary>The caller was not expelled.</summary>
    public static async Task RequireNotExpelledAsync(LedgerContext context, string fid) =>
        Rule.Require(
            !await context.ExistsAsync(Keys.Expulsion(fid, context.Caller.PartyId)),
            ErrorCodes.Expelled,
            $"the caller was expelled from the federation of {fid}");
}
