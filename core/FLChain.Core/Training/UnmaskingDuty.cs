namespace FLChain.Core.Training;

/// <summary>
/// Who computes unmasking shares first: t of the active members, turning by one each iteration. The others step in when
/// those are late. Nothing but time depends on it.
/// </summary>
public static class UnmaskingDuty
{
    /// <summary>Whether the member is among the first <paramref name="threshold"/> of this iteration.</summary>
    /// <param name="active">Active members in the order of their dpIds.</param>
    /// <param name="dpId">The member.</param>
    /// <param name="threshold">Shares needed.</param>
    /// <param name="iteration">Iteration.</param>
    public static bool IsFirst(IReadOnlyList<string> active, string dpId, int threshold, int iteration)
    {
        for (var place = 0; place < active.Count; place++)
            if (string.Equals(active[place], dpId, StringComparison.Ordinal))
                return (place + iteration) % active.Count < threshold;
        return false;
    }
}
