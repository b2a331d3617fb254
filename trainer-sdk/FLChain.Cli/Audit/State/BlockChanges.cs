using FLChain.Fabric.Blocks;
using FLChain.Fabric.Policies;
using FLChain.Fabric.Protos;
using Google.Protobuf;
using Google.Protobuf.Collections;

namespace FLChain.Cli.Audit.State;

/// <summary>What the transactions of one block change, collected in their order: the last write of each key counts. A value and what is kept beside it change together: who writes one takes the other over.</summary>
internal sealed class BlockChanges(ulong number, LedgerState before)
{
    private readonly SortedDictionary<string, SortedDictionary<string, StateChange>> _state = new(StringComparer.Ordinal);
    private readonly SortedDictionary<CollectionId, SortedDictionary<ByteString, StateChange>> _hashes = [];

    public ulong Number => number;

    /// <summary>Changes by namespace and key, in order.</summary>
    public IEnumerable<(string Namespace, string Key, StateChange Change)> State =>
        from space in _state from change in space.Value select (space.Key, change.Key, change.Value);

    /// <summary>Changes of private values by their hashes, in order.</summary>
    public IEnumerable<(CollectionId Collection, ByteString KeyHash, StateChange Change)> Hashes =>
        from collection in _hashes from change in collection.Value select (collection.Key, change.Key, change.Value);

    public bool Touches(string space, string key) => _state.TryGetValue(space, out var keys) && keys.ContainsKey(key);

    public bool Touches(CollectionId collection, ByteString keyHash) => _hashes.TryGetValue(collection, out var keys) && keys.ContainsKey(keyHash);

    public IEnumerable<KeyValuePair<string, StateChange>> Of(string space) => _state.TryGetValue(space, out var keys) ? keys : [];

    /// <summary>Adds what a valid transaction writes.</summary>
    public void Add(EndorsedAction action, int place)
    {
        var version = new StateVersion(number, (ulong)place);
        foreach (var space in action.Namespaces)
        {
            AddPublic(space, version);
            foreach (var collection in space.Collections) AddHashes(new CollectionId(space.Namespace, collection.Collection), collection.Hashed, version);
        }
    }

    private void AddPublic(NamespaceWrites space, StateVersion version)
    {
        if (space.Public.Writes.Count + space.Public.MetadataWrites.Count == 0) return;
        if (!_state.TryGetValue(space.Namespace, out var keys))
            _state[space.Namespace] = keys = new SortedDictionary<string, StateChange>(Utf8KeyOrder.Instance);
        Put(
            keys,
            space.Public.Writes.Select(write => (write.Key, write.IsDelete || write.Value.IsEmpty ? null : write.Value)),
            space.Public.MetadataWrites.Select(write => (write.Key, write.Entries)),
            key => before.Get(space.Namespace, key),
            version);
    }

    private void AddHashes(CollectionId collection, HashedRWSet set, StateVersion version)
    {
        if (set.HashedWrites.Count + set.MetadataWrites.Count == 0) return;
        if (!_hashes.TryGetValue(collection, out var keys))
            _hashes[collection] = keys = new SortedDictionary<ByteString, StateChange>(ByteStringOrder.Instance);
        Put(
            keys,
            set.HashedWrites.Select(write => (write.KeyHash, write.IsDelete || write.IsPurge ? null : write.ValueHash)),
            set.MetadataWrites.Select(write => (write.KeyHash, write.Entries)),
            key => before.GetHash(collection, key),
            version);
    }

    // Fabric cannot tell an empty value from a deletion, and a deleted key takes with it what was kept beside it.
    private static void Put<TKey>(
        SortedDictionary<TKey, StateChange> keys,
        IEnumerable<(TKey Key, ByteString? Value)> writes,
        IEnumerable<(TKey Key, RepeatedField<KVMetadataEntry> Entries)> metadata,
        Func<TKey, StateValue?> before,
        StateVersion version)
        where TKey : notnull
    {
        var now = new Dictionary<TKey, (ByteString? Value, ByteString? Metadata)>();
        (ByteString? Value, ByteString? Metadata) Last(TKey key) =>
            now.TryGetValue(key, out var change) ? change
            : keys.TryGetValue(key, out var earlier) ? (earlier.Bytes, earlier.Metadata)
            : before(key) is { } value ? (value.Bytes, value.Metadata) : (null, null);
        var written = new HashSet<TKey>();
        foreach (var (key, value) in writes)
        {
            now[key] = (value, Last(key).Metadata);
            written.Add(key);
        }

        foreach (var (key, entries) in metadata)
        {
            if (Last(key).Value is not null || written.Contains(key)) now[key] = (Last(key).Value, KeyMetadata.Serialize(entries));
        }

        foreach (var (key, (value, kept)) in now)
            keys[key] = new StateChange(value, value is null || kept is not { IsEmpty: false } ? null : kept, version);
    }
}
