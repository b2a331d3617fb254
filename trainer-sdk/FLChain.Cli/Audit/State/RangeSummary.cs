using System.Security.Cryptography;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.Cli.Audit.State;

/// <summary>
/// Fabric's condensed record of what a range query read: a tree of SHA-256 hashes. Reads are hashed in batches of one
/// more than the degree; whenever a level holds more hashes than the degree they are hashed into one of the next level.
/// </summary>
internal sealed class RangeSummary
{
    private const int LeafLevel = 1;

    /// <summary>Fewer children could not condense anything, and the tree would never close.</summary>
    private const int LeastDegree = 2;

    private readonly int _degree;
    private readonly Dictionary<int, List<byte[]>> _levels = [];
    private QueryReads _pending = new();
    private int _top = LeafLevel;

    private RangeSummary(int degree) => _degree = degree;

    /// <summary>Whether a record of a range query says exactly these reads.</summary>
    public static bool Says(RangeQueryInfo record, IEnumerable<KeyValuePair<string, StateValue>> rows)
    {
        var reads = rows.Select(row => new KVRead { Key = row.Key, Version = row.Value.Version.ToMessage() });
        return record.ReadsInfoCase == RangeQueryInfo.ReadsInfoOneofCase.ReadsMerkleHashes
            ? SaysCondensed(record.ReadsMerkleHashes, reads)
            : reads.SequenceEqual(record.RawReads?.KvReads ?? []);
    }

    private static bool SaysCondensed(QueryReadsMerkleSummary record, IEnumerable<KVRead> reads)
    {
        if (record.MaxDegree is < LeastDegree or > int.MaxValue) return false;
        var summary = new RangeSummary((int)record.MaxDegree);
        foreach (var read in reads) summary.Add(read);
        return summary.CloseAndCompare(record);
    }

    private void Add(KVRead read)
    {
        _pending.KvReads.Add(read);
        if (_pending.KvReads.Count > _degree) HashPending();
    }

    private bool CloseAndCompare(QueryReadsMerkleSummary record)
    {
        // So few reads stand in a record as they are.
        if (_levels.Count == 0) return false;
        if (_pending.KvReads.Count > 0) HashPending();

        // The hashes left below are carried up one by one, so that only the top level remains.
        for (var level = LeafLevel; level < _top; level++)
            if (At(level).Count > 0)
                Raise(level);
        if (At(_top).Count > _degree) Raise(_top);
        return record.MaxLevel == (uint)_top && At(_top).Select(ByteString.CopyFrom).SequenceEqual(record.MaxLevelHashes);
    }

    private void HashPending()
    {
        At(LeafLevel).Add(SHA256.HashData(_pending.ToByteArray()));
        _pending = new QueryReads();
        for (var level = LeafLevel; At(level).Count > _degree; level++) Raise(level);
    }

    private void Raise(int level)
    {
        var hashes = At(level);
        var combined = hashes.Count == 1 ? hashes[0] : SHA256.HashData(hashes.SelectMany(hash => hash).ToArray());
        _levels.Remove(level);
        At(level + 1).Add(combined);
        _top = Math.Max(_top, level + 1);
    }

    private List<byte[]> At(int level)
    {
        if (!_levels.TryGetValue(level, out var hashes)) _levels[level] = hashes = [];
        return hashes;
    }
}
