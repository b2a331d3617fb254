namespace FLChain.Gateway.Index;

/// <summary>
/// Reads the roots that organizations attested, height by height. A height that the index has not reached is passed over:
/// anyone may attest what is not there yet, and nothing can be said of it.
/// </summary>
internal static class AttestedRoots
{
    private const int MostOrganizations = 1_000;

    /// <summary>Roots of so many heights, the newest first, each height's together.</summary>
    /// <param name="session">Session.</param>
    /// <param name="before">Only heights below this one; null for all.</param>
    /// <param name="heights">Most heights.</param>
    public static IReadOnlyList<IReadOnlyList<RootRecord>> Before(IndexSession session, long? before, int heights)
    {
        var reached = session.Blocks();
        var found = new List<int>();
        using (var rows = session.Query("SELECT DISTINCT height FROM roots WHERE height < $1 ORDER BY height DESC LIMIT $2", Math.Min(before ?? reached, reached), heights))
            while (rows.Read())
                found.Add(rows.GetInt32(0));
        return [.. found.Select(height => (IReadOnlyList<RootRecord>)[.. session.List<RootRecord>(Keys.Roots(height), null, MostOrganizations).Select(root => root.Record.Record)])];
    }

    /// <summary>The newest height, from one on, at which an organization attested the root that this index has too; null where there is none.</summary>
    public static long? NewestShared(IndexSession session, long from) => session.Scalar(
        """
        SELECT height FROM roots JOIN blocks ON number = height
        WHERE height >= $1 AND height < $2 AND roots.root = blocks.root ORDER BY height DESC LIMIT 1
        """,
        from, session.Blocks()) as long?;

    /// <summary>Heights at which an organization attested another root than this index has, among those that were reached or attested from a block on.</summary>
    public static IReadOnlyList<int> Different(IndexSession session, long since)
    {
        using var rows = session.Query(
            """
            SELECT DISTINCT height FROM roots JOIN blocks ON number = height
            WHERE (height >= $1 OR block >= $1) AND roots.root <> blocks.root ORDER BY height DESC
            """,
            since);
        var heights = new List<int>();
        while (rows.Read()) heights.Add(rows.GetInt32(0));
        return heights;
    }
}
