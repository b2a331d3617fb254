namespace FLChain.Chaincode.Training;

/// <summary>
/// Until when a party may act, and after which others may act against it. Timestamps are their clients' word and may be
/// ahead of an endorser's clock by the policy's skew: so against who missed it a deadline has passed only that much later,
/// and a timestamp from the future gains nothing. In between nothing happens.
/// </summary>
/// <param name="At">Unix milliseconds: who acts from this millisecond on is late.</param>
internal readonly record struct Deadline(long At)
{
    public static Deadline After(long since, long seconds) => new(since + (seconds * 1000));

    /// <summary>Of a time whose last millisecond still counts.</summary>
    public static Deadline Until(long last) => new(last + 1);

    /// <summary>Whether others may act against who missed it.</summary>
    public bool HasPassed(long now, Policy policy) => now >= PassesAt(policy);

    /// <summary>Refuses who acts against others before the deadline has passed.</summary>
    /// <exception cref="ContractException">It has not.</exception>
    public async Task RequirePassedAsync(LedgerContext context)
    {
        var policy = await context.PolicyAsync();
        Rule.Require(HasPassed(context.Now, policy), ErrorCodes.NotExpired, $"the deadline is {At}, and counts in {PassesAt(policy) - context.Now} ms");
    }

    private long PassesAt(Policy policy) => At + (policy.ClockSkewSeconds * 1000L);
}
