using System.Security.Cryptography;
using FLChain.DevPeer.Ledger;
using FLChain.DevPeer.Protos;
using FLChain.Fabric.Blocks;
using FLChain.Fabric.Protos;
using Google.Protobuf;
using Microsoft.Extensions.Logging;

namespace FLChain.DevPeer.Validation;

/// <summary>Judges all transactions of a block in order, and collects what the valid ones change.</summary>
internal sealed class BlockValidator(LedgerStore ledger, EnvelopeValidator envelopes, ILogger logger)
{
    public ValidatedBlock Validate(ulong number, IReadOnlyList<ByteString> data)
    {
        var judged = new JudgedTransaction[data.Count];
        Parallel.For(0, data.Count, i => judged[i] = envelopes.Judge(data[i]));
        var updates = new UpdateBatch();
        var states = new StateValidator(ledger.State, updates);
        var verdicts = new byte[data.Count];
        var transactions = new List<(string, int, TxValidationCode)>();
        var privateWriters = new List<string>(); // valid or not: their private writes have no further use
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < judged.Length; i++)
        {
            var (code, claimedId, action) = judged[i];
            var isDuplicate = claimedId is not null && (!seen.Add(claimedId) || ledger.Blocks.FindTransaction(claimedId) is not null);
            if (isDuplicate)
                code = TxValidationCode.DuplicateTxid;
            if (code == TxValidationCode.Valid)
                code = states.Judge(action!);
            if (code == TxValidationCode.Valid)
                Apply(action!, claimedId!, new StateVersion(number, (ulong)i), updates);
            if (action is not null && WritesPrivately(action))
                privateWriters.Add(claimedId!);
            verdicts[i] = (byte)code;
            if (claimedId is not null && !isDuplicate)
                transactions.Add((claimedId, i, code));
        }
        return new ValidatedBlock(verdicts, transactions, updates, privateWriters);
    }

    private static bool WritesPrivately(EndorsedAction action) =>
        action.Namespaces.Any(space => space.Collections.Any(collection => !collection.PrivateHash.IsEmpty));

    private void Apply(EndorsedAction action, string transactionId, StateVersion version, UpdateBatch updates)
    {
        IReadOnlyList<TxPvtReadWriteSet>? endorsed = null;
        foreach (var space in action.Namespaces)
        {
            foreach (var write in space.Public.Writes)
                updates.Put(space.Namespace, write.Key, ValueOf(write), version);
            foreach (var collection in space.Collections)
            {
                if (collection.Hashed.HashedWrites.Count == 0)
                    continue;
                var id = new CollectionId(space.Namespace, collection.Collection);
                foreach (var write in collection.Hashed.HashedWrites)
                    updates.PutHash(id, write.KeyHash.ToByteArray(), write.IsDelete ? null : write.ValueHash.ToByteArray(), version);
                endorsed ??= ledger.Transient.Get(transactionId);
                ApplyPrivate(id, collection.PrivateHash, endorsed, transactionId, version, updates);
            }
        }
    }

    private void ApplyPrivate(
        CollectionId id, ByteString hash, IReadOnlyList<TxPvtReadWriteSet> endorsed, string transactionId, StateVersion version, UpdateBatch updates)
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
        foreach (var write in KVRWSet.Parser.ParseFrom(writes.Rwset).Writes)
            updates.PutPrivate(id, write.Key, ValueOf(write), version);
    }

    // Fabric cannot tell an empty value from a deletion.
    private static byte[]? ValueOf(KVWrite write) => write.IsDelete || write.Value.IsEmpty ? null : write.Value.ToByteArray();
}
