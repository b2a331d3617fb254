using FLChain.Fabric.Blocks;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.Cli.Audit.State;

/// <summary>What the transactions of one block change, collected in their order: the last write of each key counts.</summary>
internal sealed class BlockChanges(ulong number)
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
            foreach (var write in space.Public.Writes) Add(space.Namespace, write, version);
            foreach (var collection in space.Collections)
                foreach (var write in collection.Hashed.HashedWrites)
                    Add(new CollectionId(space.Namespace, collection.Collection), write, version);
        }
    }

    // Fabric cannot tell an empty value from a deletion.
    private void Add(string space, KVWrite write, StateVersion version)
    {
        if (!_state.TryGetValue(space, out var keys)) _state[space] = keys = new SortedDictionary<string, StateChange>(Utf8KeyOrder.Instance);
        keys[write.Key] = new StateChange(write.IsDelete || write.Value.IsEmpty ? null : write.Value, version);
    }

    private void Add(CollectionId collection, KVWriteHash write, StateVersion version)
    {
        if (!_hashes.TryGetValue(collection, out var keys)) _hashes[collection] = keys = new SortedDictionary<ByteString, StateChange>(ByteStringOrder.Instance);
        keys[write.KeyHash] = new StateChange(write.IsDelete || write.IsPurge ? null : write.ValueHash, version);
    }
}
