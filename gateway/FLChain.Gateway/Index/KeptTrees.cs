namespace FLChain.Gateway.Index;

/// <summary>
/// Trees of earlier heights, for proofs under roots that were attested. They share nearly all their nodes, so one costs
/// little more than what changed. Safe for concurrent use.
/// </summary>
internal sealed class KeptTrees(ulong interval)
{
    /// <summary>Most trees that are kept; an older one is built again from the index when it is asked for.</summary>
    private const int Most = 256;

    private readonly Lock _lock = new();
    private readonly SortedDictionary<ulong, TreeSnapshot> _trees = [];

    /// <summary>Keeps the tree if it is of a height that organizations attest: every block whose number the interval divides.</summary>
    public void Offer(TreeSnapshot snapshot)
    {
        if (snapshot.Blocks > 0 && (snapshot.Blocks - 1) % interval == 0) Keep(snapshot);
    }

    public TreeSnapshot Keep(TreeSnapshot snapshot)
    {
        lock (_lock)
        {
            _trees[snapshot.Blocks] = snapshot;
            if (_trees.Count > Most) _trees.Remove(_trees.Keys.First(blocks => blocks != snapshot.Blocks));
        }

        return snapshot;
    }

    public TreeSnapshot? Find(ulong blocks)
    {
        lock (_lock) return _trees.GetValueOrDefault(blocks);
    }
}
