using FLChain.Fabric.Policies;
using Google.Protobuf;

namespace FLChain.Cli.Audit.State;

/// <summary>
/// The state of the channel as the write sets of its valid transactions give it: keys and values by namespace, private
/// values by their hashes. In memory, a few times the size of the present state. Any number may read at once while
/// nobody applies a block.
/// </summary>
/// <param name="blocksToLive">How many blocks a private value of the chaincode outlives the one that wrote it; 0 for ever; null where it is not known, and then none expires here.</param>
/// <param name="chaincodeName">The chaincode; of others nothing expires here, Fabric's approvals of definitions for one never do.</param>
internal sealed class LedgerState(ulong? blocksToLive, string chaincodeName) : IKeyMetadata
{
    private readonly Dictionary<string, SortedSpace> _spaces = new(StringComparer.Ordinal);
    private readonly Dictionary<(CollectionId, ByteString), StateValue> _hashes = [];
    private readonly Queue<(ulong Expires, CollectionId Collection, ByteString KeyHash, StateVersion Version)> _expiries = [];

    /// <summary>Whether the life of private values is known here, so that an absent one is known to have expired.</summary>
    public bool KnowsExpiry => blocksToLive is not null;

    public StateValue? Get(string space, string key) =>
        _spaces.TryGetValue(space, out var keys) && keys.Values.TryGetValue(key, out var value) ? value : null;

    public StateValue? GetHash(CollectionId collection, ByteString keyHash) =>
        _hashes.TryGetValue((collection, keyHash), out var value) ? value : null;

    public ByteString? Find(string chaincode, string key) => Get(chaincode, key)?.Metadata;

    public ByteString? FindPrivate(string chaincode, string collection, ByteString keyHash) => GetHash(new CollectionId(chaincode, collection), keyHash)?.Metadata;

    /// <summary>Keys from <paramref name="start"/> up to <paramref name="end"/>, in order; an empty end is none.</summary>
    public IEnumerable<KeyValuePair<string, StateValue>> Range(string space, string start, string end, bool includesEnd = false)
    {
        if (!_spaces.TryGetValue(space, out var keys)) yield break;
        foreach (var key in keys.From(start, end))
        {
            if (key == end && end.Length > 0 && !includesEnd) yield break;
            yield return KeyValuePair.Create(key, keys.Values[key]);
        }
    }

    public void Apply(BlockChanges changes)
    {
        foreach (var (space, key, change) in changes.State)
        {
            if (!_spaces.TryGetValue(space, out var keys)) _spaces[space] = keys = new SortedSpace();
            keys.Set(key, change);
        }

        foreach (var (collection, keyHash, change) in changes.Hashes)
        {
            if (change.Bytes is { } hash) Keep(collection, keyHash, new StateValue(hash, change.Version, change.Metadata));
            else _hashes.Remove((collection, keyHash));
        }

        Expire(changes.Number);
    }

    private void Keep(CollectionId collection, ByteString keyHash, StateValue value)
    {
        _hashes[(collection, keyHash)] = value;
        if (blocksToLive is { } life and > 0 && collection.Namespace == chaincodeName) _expiries.Enqueue((value.Version.Block + life + 1, collection, keyHash, value.Version));
    }

    // A value written in block N is there through block N + B and goes with the next one, unless it was written again.
    private void Expire(ulong number)
    {
        while (_expiries.TryPeek(out var next) && next.Expires <= number)
        {
            _expiries.Dequeue();
            if (_hashes.TryGetValue((next.Collection, next.KeyHash), out var value) && value.Version == next.Version)
                _hashes.Remove((next.Collection, next.KeyHash));
        }
    }

    private sealed class SortedSpace
    {
        private readonly SortedSet<string> _order = new(Utf8KeyOrder.Instance);

        public Dictionary<string, StateValue> Values { get; } = new(StringComparer.Ordinal);

        public void Set(string key, StateChange change)
        {
            if (change.Bytes is { } bytes)
            {
                if (!Values.ContainsKey(key)) _order.Add(key);
                Values[key] = new StateValue(bytes, change.Version, change.Metadata);
            }
            else if (Values.Remove(key))
            {
                _order.Remove(key);
            }
        }

        public SortedSet<string> From(string start, string end)
        {
            var last = end.Length > 0 ? end : _order.Max;
            return last is null || Utf8KeyOrder.Instance.Compare(start, last) > 0 ? [] : _order.GetViewBetween(start, last);
        }
    }
}
