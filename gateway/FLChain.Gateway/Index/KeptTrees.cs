using FLChain.Core.Merkle;

namespace FLChain.Gateway.Index;

/// <summary>
/// Trees of earlier heights, for proofs under roots that were attested. Any other is made from the nearest that is there by
/// what changed between the two, with which it shares the rest; one at a time, and only the last one is kept, so that who
/// asks for many costs little memory. Safe for concurrent use.
/// </summary>
internal sealed class KeptTrees(ulong interval)
{
    /// <summary>Most trees of attested heights that are kept, the newest.</summary>
    private const int Most = 32;

    private static readonly TreeSnapshot Nothing = new(0, MerkleTree.Empty);

    private readonly Lock _lock = new();
    private readonly Queue<TreeSnapshot> _attested = new();
    private TreeSnapshot _asked = Nothing;

    /// <summary>Keeps the tree if it is of a height that organizations attest: every block whose number the interval divides.</summary>
    public void Offer(TreeSnapshot snapshot)
    {
        if (snapshot.Blocks == 0 || (snapshot.Blocks - 1) % interval != 0) return;
        lock (_lock)
        {
            _attested.Enqueue(snapshot);
            if (_attested.Count > Most) _attested.Dequeue();
        }
    }

    /// <summary>The tree of so many blocks.</summary>
    /// <param name="blocks">The blocks, which the session sees.</param>
    /// <param name="newest">The newest tree.</param>
    /// <param name="session">Session.</param>
    public TreeSnapshot At(ulong blocks, TreeSnapshot newest, IndexSession session)
    {
        if (newest.Blocks == blocks) return newest;

        // What changed is read from the session: it does not see the blocks that came in after it began.
        var seen = (ulong)session.Blocks();
        lock (_lock)
        {
            var nearest = _attested.Append(newest).Append(_asked).Append(Nothing).Where(tree => tree.Blocks <= seen).MinBy(tree => Distance(tree.Blocks, blocks))!;
            return nearest.Blocks == blocks ? nearest : _asked = new TreeSnapshot(blocks, Between(nearest, blocks, session));
        }
    }

    // Of a record that changed between the two heights, the tree has the version of the height that is wanted.
    private static MerkleTree Between(TreeSnapshot nearest, ulong blocks, IndexSession session)
    {
        var tree = nearest.Tree;
        foreach (var key in session.KeysChanged(Math.Min(nearest.Blocks, blocks), Math.Max(nearest.Blocks, blocks)))
            tree = session.FindBytesAt(key, blocks - 1) is { } value ? tree.With(key, value) : tree.Without(key);
        return tree;
    }

    private static ulong Distance(ulong one, ulong other) => one > other ? one - other : other - one;
}
