namespace FLChain.Core.Merkle;

/// <summary>
/// MHT (paper, Fig. 4): a Merkle tree over keyed values, sorted by the hashes of the keys. A leaf stands where its key's
/// path leads, as high up as it is alone; so the root depends on the content alone and not on the order in which it
/// came, a change touches about log₂(n) nodes, and the absence of a key can be proved as well as its presence. A tree is
/// never changed: <see cref="With"/> and <see cref="Without"/> give a new one that shares nearly all nodes with the old,
/// which can be kept for proofs at an earlier height. Safe for concurrent use.
/// </summary>
public sealed class MerkleTree
{
    private readonly MerkleNode? _top;

    private MerkleTree(MerkleNode? top, int count)
    {
        _top = top;
        Count = count;
    }

    /// <summary>The tree with nothing in it.</summary>
    public static MerkleTree Empty { get; } = new(null, 0);

    /// <summary>Keys in the tree.</summary>
    public int Count { get; }

    /// <summary>The root, 64 bytes; <see cref="MerkleHash.Empty"/> for an empty tree. Hashes what has changed since it was last asked for.</summary>
    public ReadOnlySpan<byte> Root => MerkleNode.HashOf(_top);

    /// <summary>The root in lower-case hex, 128 characters, as it is attested on the ledger.</summary>
    public string RootHex => Convert.ToHexStringLower(Root);

    /// <summary>A tree in which <paramref name="key"/> has this value, whether or not it had another before.</summary>
    public MerkleTree With(string key, ReadOnlySpan<byte> value)
    {
        var leaf = new MerkleNode.Leaf(MerkleHash.Path(key), MerkleHash.Value(value));
        var added = true;
        var top = Put(_top, leaf, 0, ref added);
        return new MerkleTree(top, Count + (added ? 1 : 0));
    }

    /// <summary>A tree without <paramref name="key"/>; this one when it is not there.</summary>
    public MerkleTree Without(string key)
    {
        var removed = false;
        var top = Take(_top, MerkleHash.Path(key), 0, ref removed);
        return removed ? new MerkleTree(top, Count - 1) : this;
    }

    /// <summary>A proof that <paramref name="key"/> is in the tree, or that it is not.</summary>
    public MerkleProof Prove(string key)
    {
        var path = MerkleHash.Path(key);
        var siblings = new List<ReadOnlyMemory<byte>>();
        var node = _top;
        while (node is MerkleNode.Inner inner)
        {
            var goesRight = MerkleHash.GoesRight(path, siblings.Count);
            siblings.Add(inner.Side(!goesRight) is { } sibling ? sibling.Hash : ReadOnlyMemory<byte>.Empty);
            node = inner.Side(goesRight);
        }

        return node is MerkleNode.Leaf leaf
            ? leaf.Path.AsSpan().SequenceEqual(path)
                ? MerkleProof.Present(siblings, leaf.ValueDigest)
                : MerkleProof.AnotherInPlace(siblings, leaf.Path, leaf.ValueDigest)
            : MerkleProof.NothingInPlace(siblings);
    }

    private static MerkleNode Put(MerkleNode? node, MerkleNode.Leaf leaf, int depth, ref bool added)
    {
        switch (node)
        {
            case null:
                return leaf;
            case MerkleNode.Leaf other when other.Path.AsSpan().SequenceEqual(leaf.Path):
                added = false;
                return other.ValueDigest.AsSpan().SequenceEqual(leaf.ValueDigest) ? other : leaf;
            case MerkleNode.Leaf other:
                return Part(other, leaf, depth);
            case MerkleNode.Inner inner:
                var goesRight = MerkleHash.GoesRight(leaf.Path, depth);
                return inner.With(goesRight, Put(inner.Side(goesRight), leaf, depth + 1, ref added));
            default:
                throw new InvalidOperationException("a node is a leaf or an inner node");
        }
    }

    // Inner nodes down to where the two paths part.
    private static MerkleNode.Inner Part(MerkleNode.Leaf one, MerkleNode.Leaf two, int depth)
    {
        var (first, second) = (MerkleHash.GoesRight(one.Path, depth), MerkleHash.GoesRight(two.Path, depth));
        if (first != second) return first ? new MerkleNode.Inner(two, one) : new MerkleNode.Inner(one, two);
        var below = Part(one, two, depth + 1);
        return first ? new MerkleNode.Inner(null, below) : new MerkleNode.Inner(below, null);
    }

    private static MerkleNode? Take(MerkleNode? node, ReadOnlySpan<byte> path, int depth, ref bool removed)
    {
        switch (node)
        {
            case MerkleNode.Leaf leaf:
                removed = leaf.Path.AsSpan().SequenceEqual(path);
                return removed ? null : leaf;
            case MerkleNode.Inner inner:
                var goesRight = MerkleHash.GoesRight(path, depth);
                var side = Take(inner.Side(goesRight), path, depth + 1, ref removed);
                if (!removed) return inner;
                var other = inner.Side(!goesRight);

                // A leaf that is left alone moves up to where it is alone.
                if (side is null && other is MerkleNode.Leaf or null) return other;
                return other is null && side is MerkleNode.Leaf ? side : inner.With(goesRight, side);
            default:
                return null;
        }
    }
}
