namespace FLChain.Core.Establishment;

internal static class Allocation
{
    /// <summary>Sorted by fid, members by dpId, so that whoever iterates over it does so in one order.</summary>
    public static SortedDictionary<string, IReadOnlyList<string>> Of(IEnumerable<KeyValuePair<string, List<string>>> federations)
    {
        var allocation = new SortedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var (fid, members) in federations)
            if (members.Count > 0)
                allocation.Add(fid, [.. members.Order(StringComparer.Ordinal)]);
        return allocation;
    }
}
