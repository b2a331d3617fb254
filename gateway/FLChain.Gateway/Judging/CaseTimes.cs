namespace FLChain.Gateway.Judging;

/// <summary>Tells the time of cases, as the contracts count it.</summary>
internal static class CaseTimes
{
    /// <param name="deadline">Of the case, Unix milliseconds.</param>
    /// <param name="skewSeconds">How much later a deadline counts against others: the policy's.</param>
    /// <param name="now">Unix milliseconds.</param>
    public static CaseTime At(long deadline, int skewSeconds, long now) =>
        now <= deadline ? CaseTime.Open : now - deadline <= skewSeconds * 1000L ? CaseTime.Over : CaseTime.Due;
}
