namespace FLChain.Gateway.Index;

/// <summary>Reads the roots that organizations attested, height by height.</summary>
internal static class AttestedRoots
{
    private const int MostOrganizations = 1_000;

    /// <summary>Roots of so many heights, the newest first, each height's together.</summary>
    /// <param name="session">Session.</param>
    /// <param name="before">Only heights whose keys are below this one; null for all.</param>
    /// <param name="heights">Most heights.</param>
    public static IReadOnlyList<IReadOnlyList<RootRecord>> Before(IndexSession session, string? before, int heights)
    {
        var found = new List<IReadOnlyList<RootRecord>>();
        var range = LedgerKey.Range("root");
        while (found.Count < heights)
        {
            var newest = session.List<RootRecord>(range, before, 1, descending: true);
            if (newest.Count == 0) break;
            var height = newest[0].Record.Record.Height;
            found.Add([.. session.List<RootRecord>(Keys.Roots(height), null, MostOrganizations).Select(root => root.Record.Record)]);
            before = Keys.Roots(height).Start;
        }

        return found;
    }
}
