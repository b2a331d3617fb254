using FLChain.Cli.Audit.State;
using FLChain.Fabric.Blocks;
using FLChain.Fabric.Protos;
using FLChain.Fabric.Shim;
using Google.Protobuf;
using Google.Protobuf.Collections;

namespace FLChain.Cli.Audit.Replay;

/// <summary>Holds what the contracts did against what a block says that they did, field by field.</summary>
internal sealed class ReplayComparison(EndorsedAction action, string transactionId, ReplaySets sets, ChaincodeResponse response)
{
    // A transaction that differs in one thing usually differs in many that follow from it.
    private const int Most = 8;

    private readonly List<ReplayDifference> _differences = [];

    public IReadOnlyList<ReplayDifference> Compare()
    {
        CompareResponse();
        CompareEvent();
        var space = action.Namespaces.FirstOrDefault(part => part.Namespace == action.ChaincodeName);
        var recorded = space?.Public ?? new KVRWSet();
        CompareReads(recorded);
        CompareRanges(recorded.RangeQueriesInfo);
        CompareWrites(recorded);
        CompareMetadata(recorded.MetadataWrites);
        CompareCollections(space?.Collections ?? []);
        return _differences;
    }

    private void CompareResponse()
    {
        Require(response.IsOk, null, $"a refusal: {response.Message}", "a transaction that took effect");
        if (!response.IsOk) return;
        Require(
            response.Status == action.Response.Status && response.Message == action.Response.Message,
            null,
            $"status {response.Status} '{response.Message}'",
            $"status {action.Response.Status} '{action.Response.Message}'");
        Require(
            response.Payload.Span.SequenceEqual(action.Response.Payload.Span),
            null,
            $"the answer {Printable.Value(response.Payload.Span)}",
            $"the answer {Printable.Value(action.Response.Payload.Span)}");
    }

    private void CompareEvent()
    {
        var expected = sets.EventName is { } name
            ? new ChaincodeEvent { ChaincodeId = action.ChaincodeName, TxId = transactionId, EventName = name, Payload = sets.EventPayload }
            : null;
        Require(Equals(expected, action.Event), null, $"the event {Show(expected)}", $"the event {Show(action.Event)}");
    }

    private void CompareReads(KVRWSet recorded)
    {
        var expected = sets.Reads.ToArray();
        if (expected.SequenceEqual(recorded.Reads)) return;
        var there = recorded.Reads.ToLookup(read => read.Key, StringComparer.Ordinal);
        foreach (var read in expected.Where(read => !there[read.Key].Contains(read)))
            Add(read.Key, $"a read of version {Show(read.Version)}", there[read.Key].FirstOrDefault() is { } other ? $"a read of version {Show(other.Version)}" : "no read");
        foreach (var read in recorded.Reads.Except(expected).Where(read => expected.All(other => other.Key != read.Key)))
            Add(read.Key, "no read", $"a read of version {Show(read.Version)}");
        if (_differences.Count == 0) Add(null, "reads in the order of their keys, each once", "another order");
    }

    private void CompareWrites(KVRWSet recorded)
    {
        var expected = sets.Writes.ToArray();
        if (expected.SequenceEqual(recorded.Writes)) return;
        var before = _differences.Count;
        var there = recorded.Writes.ToLookup(write => write.Key, StringComparer.Ordinal);
        foreach (var write in expected.Where(write => !there[write.Key].Contains(write)))
            Add(write.Key, Show(write), there[write.Key].FirstOrDefault() is { } other ? Show(other) : "no write");
        foreach (var write in recorded.Writes.Where(write => expected.All(other => other.Key != write.Key)))
            Add(write.Key, "no write", Show(write));
        if (_differences.Count == before) Add(null, "writes in the order of their keys, each once", "another order");
    }

    private void CompareMetadata(RepeatedField<KVMetadataWrite> recorded)
    {
        var expected = sets.MetadataWrites.ToArray();
        if (expected.SequenceEqual(recorded)) return;
        var odd = expected.Except(recorded).Concat(recorded.Except(expected)).FirstOrDefault();
        Add(odd?.Key, odd is null || expected.Contains(odd) ? "this policy of the key" : "no such policy of the key", "another, or none");
    }

    // Some peers write a range that is opened twice only once, so one record may stand for two.
    private void CompareRanges(RepeatedField<RangeQueryInfo> recorded)
    {
        var next = 0;
        foreach (var range in sets.Ranges)
        {
            if (next < recorded.Count && Covers(recorded[next], range)) next++;
            else if (!recorded.Take(next).Any(record => Covers(record, range))) Add(range.Start, "a read of this range", "no such read");
        }

        if (next < recorded.Count) Add(recorded[next].StartKey, "no read of this range", "a read");
    }

    // That the record says what the range held is the verdict's to check; here, that it is this range and reaches as far
    // as the contract went. A peer reads ahead, so it may reach further.
    private static bool Covers(RangeQueryInfo record, ReplayRange range)
    {
        if (record.StartKey != range.Start) return false;
        if (record.ItrExhausted) return record.EndKey == range.End;
        var order = Utf8KeyOrder.Instance;
        return !range.Exhausted
            && (range.LastKey is null || order.Compare(record.EndKey, range.LastKey) >= 0)
            && (range.End.Length == 0 || order.Compare(record.EndKey, range.End) < 0);
    }

    private void CompareCollections(IReadOnlyList<CollectionWrites> recorded)
    {
        foreach (var name in sets.Collections.Union(recorded.Select(set => set.Collection), StringComparer.Ordinal))
        {
            var (hashed, privateHash) = sets.Hashed(name);
            var found = recorded.FirstOrDefault(set => set.Collection == name);
            Require(found is not null && hashed.HashedReads.SequenceEqual(found.Hashed.HashedReads), name, "these private reads", "others");
            Require(found is not null && hashed.HashedWrites.SequenceEqual(found.Hashed.HashedWrites), name, "these private writes", "others");
            Require(found is not null && hashed.MetadataWrites.SequenceEqual(found.Hashed.MetadataWrites), name, "these policies of private keys", "others");
            Require(
                found is not null && privateHash.Equals(found.PrivateHash),
                name,
                $"private writes that hash to {Printable.Hex(privateHash.Span)}",
                Printable.Hex((found?.PrivateHash ?? ByteString.Empty).Span));
        }
    }

    private void Require(bool holds, string? key, string expected, string found)
    {
        if (!holds) Add(key, expected, found);
    }

    private void Add(string? key, string expected, string found)
    {
        if (_differences.Count < Most) _differences.Add(new ReplayDifference(key is null ? null : Printable.Key(key), expected, found));
    }

    private static string Show(Fabric.Protos.Version? version) => StateVersion.From(version)?.ToString() ?? "none";

    private static string Show(KVWrite write) => write.IsDelete ? "a deletion" : Printable.Value(write.Value.Span);

    private static string Show(ChaincodeEvent? what) => what is null ? "none" : $"{what.EventName} {Printable.Value(what.Payload.Span)}";
}
