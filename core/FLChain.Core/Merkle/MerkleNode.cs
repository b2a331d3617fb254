namespace FLChain.Core.Merkle;

/// <summary>A node of a <see cref="MerkleTree"/>; never changed once made, so that trees share what they have in common.</summary>
internal abstract class MerkleNode
{
    private byte[]? _hash;

    /// <summary>Computed when it is first asked for. Two threads that ask at once compute the same.</summary>
    public byte[] Hash => _hash ??= Compute();

    public static ReadOnlySpan<byte> HashOf(MerkleNode? node) => node is null ? MerkleHash.Empty : node.Hash;

    protected abstract byte[] Compute();

    /// <summary>One key with its value.</summary>
    internal sealed class Leaf(byte[] path, byte[] valueDigest) : MerkleNode
    {
        public byte[] Path => path;

        public byte[] ValueDigest => valueDigest;

        protected override byte[] Compute() => MerkleHash.Leaf(path, valueDigest);
    }

    /// <summary>Two or more leaves below; an empty side is null. A side with one leaf is that leaf itself.</summary>
    internal sealed class Inner(MerkleNode? left, MerkleNode? right) : MerkleNode
    {
        public MerkleNode? Left => left;

        public MerkleNode? Right => right;

        public MerkleNode? Side(bool goesRight) => goesRight ? right : left;

        public Inner With(bool goesRight, MerkleNode? side) => goesRight ? new Inner(left, side) : new Inner(side, right);

        protected override byte[] Compute() => MerkleHash.Inner(HashOf(left), HashOf(right));
    }
}
