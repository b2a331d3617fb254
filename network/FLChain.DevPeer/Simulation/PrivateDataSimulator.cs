using System.Security.Cryptography;
using FLChain.DevPeer.Ledger;
using FLChain.DevPeer.Protos;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.DevPeer.Simulation;

/// <summary>The private data requests of one transaction, with the collections' membership rules. Not safe for concurrent use.</summary>
internal sealed class PrivateDataSimulator(LedgerSnapshot snapshot, SimulationScope scope)
{
    private readonly SortedDictionary<string, KeySet> collections = new(StringComparer.Ordinal);

    private readonly HashSet<string> readCollections = new(StringComparer.Ordinal);

    /// <summary>The collections whose values were read: only their members' peers can endorse the transaction.</summary>
    public IReadOnlySet<string> ReadCollections => readCollections;

    public bool HasWrites => collections.Values.Any(keys => keys.HasWrites);

    /// <summary>Whether a range of private data was read: phantoms in it could not be seen, so nothing may be written.</summary>
    public bool HasQueried { get; private set; }

    public byte[]? Get(string collection, string key)
    {
        RequireReader(collection);
        var hash = snapshot.State.GetPrivateHash(scope.Chaincode.Name, collection, KeyHash(key));
        KeysOf(collection).Read(key, hash?.Version);
        if (hash is null)
            return null;
        var value = snapshot.State.GetPrivate(scope.Chaincode.Name, collection, key);
        if (value is null || value.Value.Version != hash.Value.Version)
            throw new SimulationException($"The private value of a key in collection {collection} is missing; only its hash is here.");
        return value.Value.Value;
    }

    /// <summary>SHA-256 of the value. Every organization may ask for it.</summary>
    public byte[]? GetHash(string collection, string key)
    {
        Require(collection);
        var hash = snapshot.State.GetPrivateHash(scope.Chaincode.Name, collection, KeyHash(key));
        KeysOf(collection).Read(key, hash?.Version);
        return hash?.Value;
    }

    public void Put(string collection, string key, KeyWrite write)
    {
        RequireWriter(collection);
        KeysOf(collection).Write(key, write);
    }

    /// <summary>What is kept beside the key; it stands with the hash, so every peer has it.</summary>
    public ByteString? GetMetadata(string collection, string key)
    {
        RequireReadPermission(collection);
        var hash = snapshot.State.GetPrivateHash(scope.Chaincode.Name, collection, KeyHash(key));
        KeysOf(collection).Read(key, hash?.Version);
        return snapshot.State.FindPrivate(scope.Chaincode.Name, collection, ByteString.CopyFrom(KeyHash(key)));
    }

    public void PutMetadata(string collection, string key, KVMetadataEntry entry)
    {
        RequireWriter(collection);
        KeysOf(collection).WriteMetadata(key, entry);
    }

    public Func<StateSlice> OpenRange(string collection, string startKey, string endKey)
    {
        RequireReader(collection);
        HasQueried = true;
        var next = RangeStart.At(startKey);
        var read = KeysOf(collection);
        return () =>
        {
            var slice = snapshot.State.GetPrivateRange(
                scope.Chaincode.Name, collection, next, endKey, SimulationLimits.RowsPerAnswer, SimulationLimits.BytesPerAnswer);
            foreach (var row in slice.Rows)
                read.Read(row.Key, row.Version);
            if (slice.Rows.Count > 0)
                next = RangeStart.Behind(slice.Rows[^1].Key);
            return slice;
        };
    }

    public (IReadOnlyList<CollectionHashedReadWriteSet> Hashed, NsPvtReadWriteSet? Plain) Finish()
    {
        var hashed = new List<CollectionHashedReadWriteSet>();
        var space = new NsPvtReadWriteSet { Namespace = scope.Chaincode.Name };
        foreach (var (name, keys) in collections)
        {
            var entry = new CollectionHashedReadWriteSet { CollectionName = name, HashedRwset = Hash(keys).ToByteString() };
            if (keys.HasWrites)
            {
                var plain = keys.ToPrivateMessage().ToByteString();
                entry.PvtRwsetHash = ByteString.CopyFrom(SHA256.HashData(plain.Span));
                space.CollectionPvtRwset.Add(new CollectionPvtReadWriteSet { CollectionName = name, Rwset = plain });
            }
            hashed.Add(entry);
        }
        return (hashed, space.CollectionPvtRwset.Count > 0 ? space : null);
    }

    private static byte[] KeyHash(string key) => SHA256.HashData(LedgerConnection.KeyBytes(key));

    private static HashedRWSet Hash(KeySet keys)
    {
        var message = new HashedRWSet();
        message.HashedReads.AddRange(keys.Reads.Select(read => new KVReadHash
        {
            KeyHash = ByteString.CopyFrom(KeyHash(read.Key)),
            Version = read.Value?.ToMessage(),
        }));
        message.HashedWrites.AddRange(keys.Writes.Select(write => new KVWriteHash
        {
            KeyHash = ByteString.CopyFrom(KeyHash(write.Key)),
            IsDelete = write.Value.Value is null,
            ValueHash = write.Value.Value is { } value ? ByteString.CopyFrom(SHA256.HashData(value)) : ByteString.Empty,
            IsPurge = write.Value.IsPurge,
        }));
        message.MetadataWrites.AddRange(keys.Metadata.Select(write =>
            new KVMetadataWriteHash { KeyHash = ByteString.CopyFrom(KeyHash(write.Key)), Entries = { write.Value } }));
        return message;
    }

    private KeySet KeysOf(string collection)
    {
        if (!collections.TryGetValue(collection, out var keys))
            collections[collection] = keys = new KeySet();
        return keys;
    }

    private CollectionDefinition Require(string collection) =>
        scope.Chaincode.Collections.FirstOrDefault(candidate => candidate.Name == collection)
        ?? throw new SimulationException($"collection {scope.Chaincode.Name}/{collection} could not be found");

    private void RequireWriter(string collection)
    {
        var definition = Require(collection);
        if (definition.MemberOnlyWrite && !definition.MemberMspIds.Contains(scope.CreatorMspId, StringComparer.Ordinal))
            throw new SimulationException(
                $"tx creator does not have write access permission on privatedata in chaincodeName:{scope.Chaincode.Name} collectionName: {collection}");
    }

    private CollectionDefinition RequireReadPermission(string collection)
    {
        var definition = Require(collection);
        if (definition.MemberOnlyRead && !definition.MemberMspIds.Contains(scope.CreatorMspId, StringComparer.Ordinal))
            throw new SimulationException(
                $"tx creator does not have read access permission on privatedata in chaincodeName:{scope.Chaincode.Name} collectionName: {collection}");
        return definition;
    }

    private void RequireReader(string collection)
    {
        var definition = RequireReadPermission(collection);
        readCollections.Add(collection);
        // Another organization's peer has the hashes only, so it could not endorse what this simulation reads.
        foreach (var endorser in scope.EndorserMspIds)
        {
            if (!definition.MemberMspIds.Contains(endorser, StringComparer.Ordinal))
                throw new SimulationException($"The peer of {endorser} is no member of collection {collection} and cannot read its values.");
        }
    }
}
