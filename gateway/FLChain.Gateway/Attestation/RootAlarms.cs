namespace FLChain.Gateway.Attestation;

/// <summary>Heights at which organizations attested different roots, or another root than this gateway has. Safe for concurrent use.</summary>
internal sealed class RootAlarms
{
    /// <summary>Newest attested heights that are looked at.</summary>
    private const int Watched = 16;

    private readonly Lock _lock = new();
    private readonly Dictionary<int, (int Words, bool Alarm)> _seen = [];

    /// <summary>Heights with an alarm, the newest first.</summary>
    public IReadOnlyList<int> Heights
    {
        get
        {
            lock (_lock) return [.. _seen.Where(height => height.Value.Alarm).Select(height => height.Key).OrderDescending()];
        }
    }

    /// <summary>Looks at the newest attestations.</summary>
    /// <returns>Heights whose alarm is new.</returns>
    public IReadOnlyList<int> Look(LedgerIndex index)
    {
        var raised = new List<int>();
        using var session = index.Read();
        foreach (var roots in AttestedRoots.Before(session, null, Watched))
        {
            var height = roots[0].Height;
            lock (_lock)
            {
                var before = _seen.GetValueOrDefault(height);
                if (before.Words == roots.Count) continue;
                var alarm = Differ(roots, index.Views.At((ulong)height, session)?.Tree.RootHex);
                _seen[height] = (roots.Count, alarm);
                if (alarm && !before.Alarm) raised.Add(height);
            }
        }

        return raised;
    }

    /// <summary>Whether the words differ from one another, or from one's own root.</summary>
    public static bool Differ(IReadOnlyList<RootRecord> roots, string? own) =>
        roots.Any(root => root.Root != roots[0].Root) || (own is not null && own != roots[0].Root);
}
