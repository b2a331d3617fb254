using FLChain.Core.Ledger;
using FLChain.Core.Policies;

namespace FLChain.Core.Money;

/// <summary>Divides the price of a model among its trainers.</summary>
public static class ProfitShares
{
    /// <summary>
    /// p^j for each member, in the members' order, each 0 or more, together at most <paramref name="price"/>
    /// (exactly the price under <see cref="ShareRule.Contribution"/>, unless every weight is zero).
    /// </summary>
    /// <param name="rule">The policy's rule.</param>
    /// <param name="price">p, 0 or more.</param>
    /// <param name="members">Reliability in parts per million and samples of each member, in the order of their dpIds.</param>
    public static long[] Divide(ShareRule rule, long price, IReadOnlyList<(int Rely, long Samples)> members)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(price);
        ArgumentOutOfRangeException.ThrowIfZero(members.Count);
        return rule switch
        {
            ShareRule.Paper => Paper(price, members),
            ShareRule.Contribution => Contribution(price, members),
            _ => throw new ArgumentOutOfRangeException(nameof(rule)),
        };
    }

    // p^j = p · (RELY^j / N) · RELY^j, rounded down.
    private static long[] Paper(long price, IReadOnlyList<(int Rely, long Samples)> members) =>
        [.. members.Select(member => (long)((Int128)price * member.Rely * member.Rely / ((Int128)Ratio.One * Ratio.One * members.Count)))];

    // Largest remainder; ties go to the earlier dpId.
    private static long[] Contribution(long price, IReadOnlyList<(int Rely, long Samples)> members)
    {
        var weights = members.Select(member => (Int128)member.Rely * member.Samples).ToArray();
        var total = weights.Aggregate((Int128)0, (sum, weight) => sum + weight);
        var shares = new long[members.Count];
        if (total == 0) return shares;

        for (var j = 0; j < shares.Length; j++) shares[j] = (long)(price * weights[j] / total);
        var byRemainder = Enumerable.Range(0, shares.Length).OrderByDescending(j => price * weights[j] % total).ThenBy(j => j);
        var left = price - shares.Sum();
        foreach (var j in byRemainder.Take((int)left)) shares[j]++;
        return shares;
    }
}
