using System.Security.Cryptography;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.DevPeer.Simulation;

/// <summary>
/// Fabric's condensed record of a range query: up to <see cref="MaxDegree"/> reads stand as they are, more are hashed in
/// batches into a tree of that degree, so that a scan of any length fits into the transaction.
/// </summary>
internal sealed class MerkleSummaryBuilder
{
    /// <summary>Reads in a batch and hashes at a level before they are hashed together.</summary>
    public const int MaxDegree = 50;

    private const int LeafLevel = 1;

    private readonly Dictionary<int, List<byte[]>> levels = [];
    private QueryReads pending = new();
    private int maxLevel = LeafLevel;

    public void Add(KVRead read)
    {
        pending.KvReads.Add(read);
        if (pending.KvReads.Count > MaxDegree)
            HashPending();
    }

    /// <summary>Writes the record into <paramref name="query"/>. Call once, at the end.</summary>
    public void WriteTo(RangeQueryInfo query)
    {
        if (levels.Count == 0)
        {
            query.RawReads = pending;
            return;
        }
        if (pending.KvReads.Count > 0)
            HashPending();
        Close();
        query.ReadsMerkleHashes = new QueryReadsMerkleSummary { MaxDegree = MaxDegree, MaxLevel = (uint)maxLevel };
        query.ReadsMerkleHashes.MaxLevelHashes.AddRange(levels[maxLevel].Select(hash => ByteString.CopyFrom(hash)));
    }

    private void HashPending()
    {
        HashesAt(LeafLevel).Add(SHA256.HashData(pending.ToByteArray()));
        pending = new QueryReads();
        for (var level = LeafLevel; HashesAt(level).Count > MaxDegree; level++)
            Raise(level);
    }

    // The hashes left at the lower levels are carried up one by one, so that only the top level remains.
    private void Close()
    {
        for (var level = LeafLevel; level < maxLevel; level++)
        {
            if (HashesAt(level).Count > 0)
                Raise(level);
        }
        if (HashesAt(maxLevel).Count > MaxDegree)
            Raise(maxLevel);
    }

    private void Raise(int level)
    {
        var hashes = HashesAt(level);
        var combined = hashes.Count == 1 ? hashes[0] : SHA256.HashData(hashes.SelectMany(hash => hash).ToArray());
        levels.Remove(level);
        HashesAt(level + 1).Add(combined);
        maxLevel = Math.Max(maxLevel, level + 1);
    }

    private List<byte[]> HashesAt(int level)
    {
        if (!levels.TryGetValue(level, out var hashes))
            levels[level] = hashes = [];
        return hashes;
    }
}
