using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace FLChain.Core.Merkle;

/// <summary>
/// The one encoding of a proof:
/// <code>
/// 1   version, 1
/// 1   kind: 1 present, 2 nothing in place, 3 another in place
/// 2   depth d, big-endian, 0 to 512
/// ⌈d/8⌉ one bit for each depth, the highest bit of the first byte first: 1 where a sibling follows; the rest is 0
/// 64  for each such bit, from the root down: the sibling, which is never the hash of an empty subtree
/// 64  kind 3: path of the other leaf
/// 64  kinds 1 and 3: digest of the value
/// </code>
/// </summary>
public static class MerkleProofEncoding
{
    private const byte Version = 1;
    private const int HeaderBytes = 4;

    /// <summary>Longest encoding, in bytes.</summary>
    public const int MaxBytes = HeaderBytes + MerkleHash.Bytes + ((MerkleHash.PathBits + 2) * MerkleHash.Bytes);

    /// <summary>Reads a proof. Never throws for hostile bytes; only what <see cref="MerkleProof.Encode"/> writes is read.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out MerkleProof? proof)
    {
        proof = null;
        if (bytes.Length is < HeaderBytes or > MaxBytes || bytes[0] != Version) return false;
        var kind = (MerkleProofKind)bytes[1];
        var depth = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        if (kind is not (MerkleProofKind.Present or MerkleProofKind.NothingInPlace or MerkleProofKind.AnotherInPlace)) return false;
        if (depth > MerkleHash.PathBits) return false;

        var flagBytes = (depth + 7) / 8;
        if (bytes.Length < HeaderBytes + flagBytes) return false;
        var flags = bytes.Slice(HeaderBytes, flagBytes);
        if (depth % 8 != 0 && (flags[^1] & (0xFF >> (depth % 8))) != 0) return false;
        return TryReadHashes(bytes[(HeaderBytes + flagBytes)..], flags, kind, depth, out proof);
    }

    /// <summary>Reads a proof and checks that under <paramref name="root"/> the key has this value. Never throws for hostile bytes.</summary>
    public static MerkleVerdict VerifyPresent(ReadOnlySpan<byte> proof, ReadOnlySpan<byte> root, string key, ReadOnlySpan<byte> value) =>
        TryDecode(proof, out var decoded) ? decoded.VerifyPresent(root, key, value) : MerkleVerdict.Malformed;

    /// <summary>Reads a proof and checks that under <paramref name="root"/> there is no such key. Never throws for hostile bytes.</summary>
    public static MerkleVerdict VerifyAbsent(ReadOnlySpan<byte> proof, ReadOnlySpan<byte> root, string key) =>
        TryDecode(proof, out var decoded) ? decoded.VerifyAbsent(root, key) : MerkleVerdict.Malformed;

    internal static byte[] Encode(MerkleProof proof)
    {
        var flags = new byte[(proof.Depth + 7) / 8];
        for (var depth = 0; depth < proof.Depth; depth++)
            if (!proof.Siblings[depth].IsEmpty)
                flags[depth >> 3] |= (byte)(0x80 >> (depth & 7));

        using var bytes = new MemoryStream();
        bytes.Write([Version, (byte)proof.Kind, (byte)(proof.Depth >> 8), (byte)(proof.Depth & 0xFF)]);
        bytes.Write(flags);
        foreach (var sibling in proof.Siblings) bytes.Write(sibling.Span);
        bytes.Write(proof.OtherPath.Span);
        bytes.Write(proof.ValueDigest.Span);
        return bytes.ToArray();
    }

    private static bool TryReadHashes(
        ReadOnlySpan<byte> hashes, ReadOnlySpan<byte> flags, MerkleProofKind kind, int depth, [NotNullWhen(true)] out MerkleProof? proof)
    {
        proof = null;
        var siblings = new ReadOnlyMemory<byte>[depth];
        for (var at = 0; at < depth; at++)
        {
            if (!MerkleHash.GoesRight(flags, at)) continue;
            if (!TryTake(ref hashes, out var sibling) || sibling.AsSpan().SequenceEqual(MerkleHash.Empty)) return false;
            siblings[at] = sibling;
        }

        byte[] otherPath = [], valueDigest = [];
        if (kind == MerkleProofKind.AnotherInPlace && !TryTake(ref hashes, out otherPath)) return false;
        if (kind != MerkleProofKind.NothingInPlace && !TryTake(ref hashes, out valueDigest)) return false;
        if (!hashes.IsEmpty) return false;
        proof = new MerkleProof(kind, siblings, otherPath, valueDigest);
        return true;
    }

    private static bool TryTake(ref ReadOnlySpan<byte> hashes, out byte[] hash)
    {
        hash = [];
        if (hashes.Length < MerkleHash.Bytes) return false;
        hash = hashes[..MerkleHash.Bytes].ToArray();
        hashes = hashes[MerkleHash.Bytes..];
        return true;
    }
}
