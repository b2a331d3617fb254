namespace FLChain.Chaincode.Misbehavior;

/// <summary>Reads and writes of disputes.</summary>
internal static class Disputes
{
    public static async Task<(ModelRecord Model, DisputeRecord Dispute)> FindAsync(LedgerContext context, string fid, int iteration)
    {
        var model = await context.ModelAsync(fid);
        Rule.Require(iteration >= 1 && iteration <= model.Terms.Iterations, ErrorCodes.NoDispute, $"{fid} has no such iteration");
        var dispute = await context.RequireAsync<DisputeRecord>(Keys.Dispute(fid, iteration), ErrorCodes.NoDispute, $"iteration {iteration} of {fid} is not disputed");
        return (model, dispute);
    }

    /// <summary>The seeds that were opened, in the order of their authors.</summary>
    public static Task<List<OpeningEntry>> OpeningsAsync(LedgerContext context, ModelRecord model, DisputeRecord dispute) =>
        context.ListAsync<OpeningEntry>(Keys.Openings(dispute.Fid, dispute.Iteration), model.Dps.Count);

    public static async Task<DisputeRecord> WriteAsync(LedgerContext context, DisputeRecord dispute, string transaction)
    {
        await context.PutAsync(Keys.Dispute(dispute.Fid, dispute.Iteration), dispute);
        Reports.Announce(context, transaction, dispute.Fid, dispute.Iteration, dispute.Opener);
        return dispute;
    }
}
