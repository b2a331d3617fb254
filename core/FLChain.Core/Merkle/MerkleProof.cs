namespace FLChain.Core.Merkle;

/// <summary>
/// The way from a key's place up to the root: what a verifier needs beside the root to see that a key has a value, or
/// that there is no such key. Whoever made the proof, or the tree, need not be trusted: under one root there is at most
/// one value for a key, unless SHA-512 collides.
/// </summary>
public sealed class MerkleProof
{
    private readonly IReadOnlyList<ReadOnlyMemory<byte>> _siblings;
    private readonly byte[] _otherPath;
    private readonly byte[] _valueDigest;

    internal MerkleProof(MerkleProofKind kind, IReadOnlyList<ReadOnlyMemory<byte>> siblings, byte[] otherPath, byte[] valueDigest)
    {
        Kind = kind;
        _siblings = siblings;
        _otherPath = otherPath;
        _valueDigest = valueDigest;
    }

    /// <summary>What it shows.</summary>
    public MerkleProofKind Kind { get; }

    /// <summary>Inner nodes above the key's place, 0 to <see cref="MerkleHash.PathBits"/>.</summary>
    public int Depth => _siblings.Count;

    /// <summary>The hash beside the path at each depth, from the root down, 64 bytes each; nothing for an empty subtree.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Siblings => _siblings;

    /// <summary>Path of the leaf that stands in the key's place, for <see cref="MerkleProofKind.AnotherInPlace"/>; otherwise empty.</summary>
    public ReadOnlyMemory<byte> OtherPath => _otherPath;

    /// <summary>Digest of the value of the leaf at the end of the path; empty for <see cref="MerkleProofKind.NothingInPlace"/>.</summary>
    public ReadOnlyMemory<byte> ValueDigest => _valueDigest;

    /// <summary>Checks that under <paramref name="root"/> the key has this value. Never throws for hostile bytes.</summary>
    public MerkleVerdict VerifyPresent(ReadOnlySpan<byte> root, string key, ReadOnlySpan<byte> value)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (root.Length != MerkleHash.Bytes) return MerkleVerdict.Malformed;
        if (Kind != MerkleProofKind.Present) return MerkleVerdict.WrongKind;
        if (!MerkleHash.Value(value).AsSpan().SequenceEqual(_valueDigest)) return MerkleVerdict.WrongValue;
        var path = MerkleHash.Path(key);
        return LeadsTo(root, path, MerkleHash.Leaf(path, _valueDigest));
    }

    /// <summary>Checks that under <paramref name="root"/> there is no such key. Never throws for hostile bytes.</summary>
    public MerkleVerdict VerifyAbsent(ReadOnlySpan<byte> root, string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (root.Length != MerkleHash.Bytes) return MerkleVerdict.Malformed;
        var path = MerkleHash.Path(key);
        switch (Kind)
        {
            case MerkleProofKind.NothingInPlace:
                return LeadsTo(root, path, MerkleHash.Empty);
            case MerkleProofKind.AnotherInPlace:
                var belongs = MerkleHash.SharePrefix(_otherPath, path, Depth) && !_otherPath.AsSpan().SequenceEqual(path);
                return belongs ? LeadsTo(root, path, MerkleHash.Leaf(_otherPath, _valueDigest)) : MerkleVerdict.WrongPath;
            default:
                return MerkleVerdict.WrongKind;
        }
    }

    /// <summary>The canonical bytes; see <see cref="MerkleProofEncoding"/>.</summary>
    public byte[] Encode() => MerkleProofEncoding.Encode(this);

    internal static MerkleProof Present(IReadOnlyList<ReadOnlyMemory<byte>> siblings, byte[] valueDigest) =>
        new(MerkleProofKind.Present, siblings, [], valueDigest);

    internal static MerkleProof NothingInPlace(IReadOnlyList<ReadOnlyMemory<byte>> siblings) =>
        new(MerkleProofKind.NothingInPlace, siblings, [], []);

    internal static MerkleProof AnotherInPlace(IReadOnlyList<ReadOnlyMemory<byte>> siblings, byte[] otherPath, byte[] valueDigest) =>
        new(MerkleProofKind.AnotherInPlace, siblings, otherPath, valueDigest);

    private MerkleVerdict LeadsTo(ReadOnlySpan<byte> root, ReadOnlySpan<byte> path, ReadOnlySpan<byte> end)
    {
        var hash = end;
        for (var depth = Depth - 1; depth >= 0; depth--)
        {
            var sibling = _siblings[depth].IsEmpty ? MerkleHash.Empty : _siblings[depth].Span;
            hash = MerkleHash.GoesRight(path, depth) ? MerkleHash.Inner(sibling, hash) : MerkleHash.Inner(hash, sibling);
        }

        return hash.SequenceEqual(root) ? MerkleVerdict.Valid : MerkleVerdict.WrongRoot;
    }
}
