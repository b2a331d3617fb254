namespace FLChain.Chaincode.Misbehavior;

/// <summary>cp for the partners of a federation that ends through no fault of theirs: once, whatever ends it.</summary>
internal static class Compensation
{
    /// <summary>Whether the partners have had theirs, in an earlier transaction.</summary>
    public static Task<bool> IsPaidAsync(LedgerContext context, string fid) => context.ExistsAsync(Keys.Compensation(fid));

    /// <summary>
    /// Pays each member but the accused its share, cp = p^j: as much as the purchase of one model would have brought it.
    /// The policy's rules make a deposit cover them all; where a fund is smaller all the same (a deposit of an older
    /// policy, or one that was gone), each gets the same part of its share.
    /// </summary>
    /// <param name="context">Ledger.</param>
    /// <param name="payments">Where the payments are gathered.</param>
    /// <param name="drafts">The members as the transaction leaves them.</param>
    /// <param name="model">The federation.</param>
    /// <param name="accused">Whose fault it is; empty when it is of those who earn nothing.</param>
    /// <param name="earnless">Members that earn nothing: as if their reliability were zero.</param>
    /// <param name="fund">What the federation's account has been passed for it.</param>
    /// <returns>What was paid together, at most <paramref name="fund"/>.</returns>
    public static async Task<long> PayAsync(
        LedgerContext context, Payments payments, TrainerDrafts drafts, ModelRecord model, string accused, IReadOnlyList<string> earnless, long fund)
    {
        var policy = await context.PolicyAsync();
        var members = new List<(int Rely, long Samples)>();
        for (var j = 0; j < model.Dps.Count; j++)
            members.Add((earnless.Contains(model.Dps[j], StringComparer.Ordinal) ? 0 : (await drafts.GetAsync(model.Dps[j])).Rely, model.Samples[j]));
        var shares = ProfitShares.Divide(policy.Shares, model.Price, members);
        var place = model.Dps.ToList().IndexOf(accused);
        if (place >= 0) shares[place] = 0;
        var owed = shares.Sum();

        var paid = 0L;
        for (var j = 0; j < shares.Length; j++)
        {
            var amount = owed <= fund ? shares[j] : (long)((Int128)shares[j] * fund / owed);
            payments.Pay(AccountName.Federation(model.Fid), AccountName.Party(model.Dps[j]), amount, PaymentEvent.Compensation, model.Fid);
            paid += amount;
        }

        return paid;
    }

    /// <summary>Writes that the partners have had theirs, if they have.</summary>
    public static async Task WriteAsync(LedgerContext context, string fid, long paid)
    {
        if (paid > 0) await context.PutAsync(Keys.Compensation(fid), new CompensationEntry(paid, context.Now, context.Tx));
    }
}
