namespace FLChain.Chaincode.Training;

/// <summary>Finds how far the iterations of a model have come. They close one after the other, so halving finds the last in few reads.</summary>
internal static class ClosedRounds
{
    /// <summary>The last closed iteration, or null before training.</summary>
    public static async Task<RoundRecord?> LastAsync(LedgerContext context, ModelRecord model)
    {
        if (!await context.ExistsAsync(Keys.Round(model.Fid, 0))) return null;
        var closed = 0;
        var open = model.Terms.Iterations + 1;
        while (open - closed > 1)
        {
            var middle = closed + ((open - closed) / 2);
            if (await context.ExistsAsync(Keys.Round(model.Fid, middle))) closed = middle;
            else open = middle;
        }

        return await context.GetAsync<RoundRecord>(Keys.Round(model.Fid, closed));
    }

    /// <summary>The last iteration of the terms, closed.</summary>
    public static Task<RoundRecord> RequireFinalAsync(LedgerContext context, ModelRecord model) =>
        context.RequireAsync<RoundRecord>(
            Keys.Round(model.Fid, model.Terms.Iterations),
            ErrorCodes.WrongPhase,
            $"not all {model.Terms.Iterations} iterations of {model.Fid} are closed yet");
}
