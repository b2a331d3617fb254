namespace FLChain.Chaincode.Misbehavior;

/// <summary>cp for the partners of a federation that ends through no fault of theirs.</summary>
internal static class Compensation
{
    /// <summary>
    /// Pays each member but the accused its share. The policy's rules make a deposit cover them all; where a fund is
    /// smaller all the same (a deposit of an older policy, or one that was gone), each gets the same part of its share.
    /// </summary>
    /// <returns>What was paid together, at most <paramref name="fund"/>.</returns>
    public static long Pay(Payments payments, ModelRecord model, string accused, IReadOnlyList<long> shares, long fund)
    {
        var owed = 0L;
        for (var j = 0; j < shares.Count; j++)
            if (!string.Equals(model.Dps[j], accused, StringComparison.Ordinal))
                owed += shares[j];

        var paid = 0L;
        for (var j = 0; j < shares.Count; j++)
        {
            if (string.Equals(model.Dps[j], accused, StringComparison.Ordinal)) continue;
            var amount = owed <= fund ? shares[j] : (long)((Int128)shares[j] * fund / owed);
            payments.Pay(AccountName.Federation(model.Fid), AccountName.Party(model.Dps[j]), amount, PaymentEvent.Compensation, model.Fid);
            paid += amount;
        }

        return paid;
    }
}
