using System.Buffers.Binary;
using System.Security.Cryptography;

namespace FLChain.DevPeer.Ledger;

/// <summary>
/// What one block changes: the last valid write of each key, the hashes and values of private data, and every write for
/// the history. Collected in block order while the block is validated.
/// </summary>
internal sealed class UpdateBatch
{
    private readonly SortedDictionary<string, SortedDictionary<string, StateUpdate>> state = new(StringComparer.Ordinal);
    private readonly SortedDictionary<CollectionId, SortedDictionary<ByteSequence, StateUpdate>> hashes = [];
    private readonly List<HistoryUpdate> history = [];
    private readonly List<PrivateUpdate> privateValues = [];

    /// <summary>The number of state and hash updates, each key counted once.</summary>
    public int Count => state.Values.Sum(keys => keys.Count) + hashes.Values.Sum(keys => keys.Count);

    public IReadOnlyList<HistoryUpdate> History => history;

    public IReadOnlyList<PrivateUpdate> PrivateValues => privateValues;

    public IEnumerable<(string Namespace, string Key, StateUpdate Update)> State =>
        from space in state from entry in space.Value select (space.Key, entry.Key, entry.Value);

    public IEnumerable<(CollectionId Collection, byte[] KeyHash, StateUpdate Update)> Hashes =>
        from collection in hashes from entry in collection.Value select (collection.Key, entry.Key.Bytes, entry.Value);

    /// <summary>Sets or deletes a key.</summary>
    public void Put(string chaincode, string key, StateUpdate update)
    {
        if (!state.TryGetValue(chaincode, out var keys))
            state[chaincode] = keys = new SortedDictionary<string, StateUpdate>(Utf8KeyOrder.Instance);
        keys[key] = update;
    }

    /// <summary>Notes a write of a value for the key's history.</summary>
    public void Remember(string chaincode, string key, StateVersion version) => history.Add(new HistoryUpdate(chaincode, key, version));

    /// <summary>Sets or deletes the hash of a private value.</summary>
    public void PutHash(CollectionId collection, byte[] keyHash, StateUpdate update)
    {
        if (!hashes.TryGetValue(collection, out var keys))
            hashes[collection] = keys = [];
        keys[new ByteSequence(keyHash)] = update;
    }

    /// <summary>Writes a private value, or deletes it where <paramref name="value"/> is null.</summary>
    public void PutPrivate(CollectionId collection, string key, byte[]? value, StateVersion version) =>
        privateValues.Add(new PrivateUpdate(collection, key, value, version));

    /// <summary>Raises the version of a private value that stays as it is.</summary>
    public void RaisePrivate(CollectionId collection, string key, StateVersion version) =>
        privateValues.Add(new PrivateUpdate(collection, key, null, version, OnlyRaises: true));

    /// <summary>What this block has made of a key so far; null where it has not touched it.</summary>
    public StateUpdate? Find(string chaincode, string key) =>
        state.TryGetValue(chaincode, out var keys) && keys.TryGetValue(key, out var update) ? update : null;

    /// <summary>As <see cref="Find"/>, for the hash of a private value.</summary>
    public StateUpdate? FindHash(CollectionId collection, byte[] keyHash) =>
        hashes.TryGetValue(collection, out var keys) && keys.TryGetValue(new ByteSequence(keyHash), out var update) ? update : null;

    public bool Holds(string chaincode, string key) => Find(chaincode, key) is not null;

    public bool HoldsHash(CollectionId collection, byte[] keyHash) => FindHash(collection, keyHash) is not null;

    /// <summary>The updates of one namespace's keys in key order.</summary>
    public IEnumerable<(string Key, StateUpdate Update)> UpdatesOf(string chaincode) =>
        state.TryGetValue(chaincode, out var keys) ? keys.Select(entry => (entry.Key, entry.Value)) : [];

    /// <summary>
    /// The commit hash: SHA-256 over the verdicts, every public and hashed update in key order and the previous commit
    /// hash. Two peers with the same hash hold the same state.
    /// </summary>
    public byte[] ComputeCommitHash(ReadOnlySpan<byte> verdicts, ReadOnlySpan<byte> previous)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, verdicts);
        foreach (var (chaincode, key, update) in State)
        {
            Append(hash, "state"u8);
            Append(hash, LedgerConnection.KeyBytes(chaincode));
            Append(hash, LedgerConnection.KeyBytes(key));
            AppendUpdate(hash, update);
        }
        foreach (var (collection, keyHash, update) in Hashes)
        {
            Append(hash, "private"u8);
            Append(hash, LedgerConnection.KeyBytes(collection.Namespace));
            Append(hash, LedgerConnection.KeyBytes(collection.Name));
            Append(hash, keyHash);
            AppendUpdate(hash, update);
        }
        Append(hash, previous);
        return hash.GetHashAndReset();
    }

    private static void AppendUpdate(IncrementalHash hash, StateUpdate update)
    {
        Append(hash, update.Value is null ? "delete"u8 : "put"u8);
        Append(hash, update.Value);
        Span<byte> place = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(place, update.Version.Block);
        BinaryPrimitives.WriteUInt64BigEndian(place[8..], update.Version.Position);
        hash.AppendData(place);
        if (update.Metadata is null)
            return;
        Append(hash, "metadata"u8);
        Append(hash, update.Metadata.Span);
    }

    private static void Append(IncrementalHash hash, ReadOnlySpan<byte> data)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        hash.AppendData(length);
        hash.AppendData(data);
    }
}
