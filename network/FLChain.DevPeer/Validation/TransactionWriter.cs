using System.Security.Cryptography;
using FLChain.DevPeer.Ledger;
using FLChain.DevPeer.Protos;
using FLChain.Fabric.Blocks;
using FLChain.Fabric.Policies;
using FLChain.Fabric.Protos;
using Google.Protobuf;
using Microsoft.Extensions.Logging;

namespace FLChain.DevPeer.Validation;

/// <summary>
/// Collects what the valid transactions of a block change. A key's value and what is kept beside it change together: a
/// transaction that writes one of them takes the other from the state, as the transactions before it have left it.
/// </summary>
internal sealed class TransactionWriter(LedgerStore ledger, UpdateBatch updates, ILogger logger)
{
    public void Apply(EndorsedAction action, string transactionId, StateVersion version)
    {
        IReadOnlyList<TxPvtReadWriteSet>? endorsed = null;
        foreach (var space in action.Namespaces)
        {
            ApplyPublic(space, version);
            foreach (var collection in space.Collections)
            {
                if (collection.Hashed.HashedWrites.Count + collection.Hashed.MetadataWrites.Count == 0)
                    continue;
                var id = new CollectionId(space.Namespace, collection.Collection);
                ApplyHashes(id, collection.Hashed, version);
                endorsed ??= ledger.Transient.Get(transactionId);
                ApplyPrivate(id, collection.PrivateHash, endorsed, transactionId, version);
            }
        }
    }

    private void ApplyPublic(NamespaceWrites space, StateVersion version)
    {
        var metadata = space.Public.MetadataWrites.ToDictionary(write => write.Key, write => KeyMetadata.Serialize(write.Entries), StringComparer.Ordinal);
        foreach (var write in space.Public.Writes)
        {
            var kept = metadata.Remove(write.Key, out var written) ? written : KeptBeside(space.Namespace, write.Key);
            updates.Put(space.Namespace, write.Key, Update(ValueOf(write), kept, version));
            updates.Remember(space.Namespace, write.Key, version);
        }
        foreach (var (key, kept) in metadata)
        {
            var value = updates.Find(space.Namespace, key) is { } update ? update.Value : ledger.State.GetState(space.Namespace, key)?.Value;
            if (value is not null)
                updates.Put(space.Namespace, key, Update(value, kept, version));
        }
    }

    private void ApplyHashes(CollectionId id, HashedRWSet set, StateVersion version)
    {
        var metadata = set.MetadataWrites.ToDictionary(write => write.KeyHash, write => KeyMetadata.Serialize(write.Entries));
        foreach (var write in set.HashedWrites)
        {
            var kept = metadata.Remove(write.KeyHash, out var written) ? written : KeptBeside(id, write.KeyHash);
            updates.PutHash(id, write.KeyHash.ToByteArray(), Update(write.IsDelete || write.IsPurge ? null : write.ValueHash.ToByteArray(), kept, version));
        }
        foreach (var (keyHash, kept) in metadata)
        {
            var bytes = keyHash.ToByteArray();
            var value = updates.FindHash(id, bytes) is { } update ? update.Value : ledger.State.GetPrivateHash(id.Namespace, id.Name, bytes)?.Value;
            if (value is not null)
                updates.PutHash(id, bytes, Update(value, kept, version));
        }
    }

    private void ApplyPrivate(
        CollectionId id, ByteString hash, IReadOnlyList<TxPvtReadWriteSet> endorsed, string transactionId, StateVersion version)
    {
        var writes = endorsed
            .SelectMany(set => set.NsPvtRwset.Where(space => space.Namespace == id.Namespace))
            .SelectMany(space => space.CollectionPvtRwset.Where(set => set.CollectionName == id.Name))
            .FirstOrDefault(set => hash.Span.SequenceEqual(SHA256.HashData(set.Rwset.Span)));
        if (writes is null)
        {
            // The transaction stands, as in Fabric: its hashes are on the ledger, its values are lost to this peer.
            ValidationLog.PrivateDataMissing(logger, transactionId, id.Namespace, id.Name);
            return;
        }
        var set = KVRWSet.Parser.ParseFrom(writes.Rwset);
        foreach (var write in set.Writes)
            updates.PutPrivate(id, write.Key, ValueOf(write), version);
        foreach (var write in set.MetadataWrites.Where(write => set.Writes.All(other => other.Key != write.Key)))
            updates.RaisePrivate(id, write.Key, version);
    }

    private ByteString? KeptBeside(string chaincode, string key) =>
        updates.Find(chaincode, key) is { } update ? update.Metadata : ledger.State.Find(chaincode, key);

    private ByteString? KeptBeside(CollectionId id, ByteString keyHash) =>
        updates.FindHash(id, keyHash.ToByteArray()) is { } update ? update.Metadata : ledger.State.FindPrivate(id.Namespace, id.Name, keyHash);

    // A deleted key takes with it what was kept beside it.
    private static StateUpdate Update(byte[]? value, ByteString? metadata, StateVersion version) =>
        new(value, value is null || metadata is not { IsEmpty: false } ? null : metadata, version);

    // Fabric cannot tell an empty value from a deletion.
    private static byte[]? ValueOf(KVWrite write) => write.IsDelete || write.Value.IsEmpty ? null : write.Value.ToByteArray();
}
