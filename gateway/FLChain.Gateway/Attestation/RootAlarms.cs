namespace FLChain.Gateway.Attestation;

/// <summary>
/// Heights at which organizations attested different roots, or another root than this gateway has. Each word is held
/// against the gateway's own root once both are there, however late the word comes and however early. Safe for concurrent use.
/// </summary>
internal sealed class RootAlarms
{
    private readonly Lock _lock = new();
    private readonly SortedSet<int> _heights = [];
    private long _looked;

    /// <summary>Heights with an alarm, the newest first.</summary>
    public IReadOnlyList<int> Heights
    {
        get
        {
            lock (_lock) return [.. _heights.Reverse()];
        }
    }

    /// <summary>Looks at what was attested, and at the blocks that came in, since the last time.</summary>
    /// <returns>Heights whose alarm is new.</returns>
    public IReadOnlyList<int> Look(LedgerIndex index)
    {
        using var session = index.Read();
        lock (_lock)
        {
            var blocks = session.Blocks();
            var raised = AttestedRoots.Different(session, _looked).Where(_heights.Add).ToList();
            _looked = blocks;
            return raised;
        }
    }

    /// <summary>Whether the words differ from one another, or from one's own root.</summary>
    public static bool Differ(IReadOnlyList<RootRecord> roots, string? own) =>
        roots.Any(root => root.Root != roots[0].Root) || (own is not null && own != roots[0].Root);
}
