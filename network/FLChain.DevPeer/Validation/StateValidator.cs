using FLChain.DevPeer.Ledger;
using FLChain.DevPeer.Simulation;
using FLChain.Fabric.Blocks;
using FLChain.Fabric.Protos;

namespace FLChain.DevPeer.Validation;

/// <summary>
/// Judges a transaction by what it read: every key must still stand at the version that was read, and every range must
/// still hold the same keys, counting the earlier valid transactions of the same block.
/// </summary>
internal sealed class StateValidator(StateQueries state, UpdateBatch updates)
{
    public TxValidationCode Judge(EndorsedAction action)
    {
        foreach (var space in action.Namespaces)
        {
            if (space.Public.Reads.Any(read => HasChanged(space.Namespace, read)))
                return TxValidationCode.MvccReadConflict;
            if (space.Public.RangeQueriesInfo.Any(query => HasPhantom(space.Namespace, query)))
                return TxValidationCode.PhantomReadConflict;
            foreach (var collection in space.Collections)
            {
                var id = new CollectionId(space.Namespace, collection.Collection);
                if (collection.Hashed.HashedReads.Any(read => HasChanged(id, read)))
                    return TxValidationCode.MvccReadConflict;
            }
        }
        return TxValidationCode.Valid;
    }

    private bool HasChanged(string chaincode, KVRead read) =>
        updates.Holds(chaincode, read.Key)
        || state.GetStateVersion(chaincode, read.Key) != StateVersion.From(read.Version);

    private bool HasChanged(CollectionId collection, KVReadHash read)
    {
        var keyHash = read.KeyHash.ToByteArray();
        return updates.HoldsHash(collection, keyHash)
            || state.GetPrivateHash(collection.Namespace, collection.Name, keyHash)?.Version != StateVersion.From(read.Version);
    }

    private bool HasPhantom(string chaincode, RangeQueryInfo query)
    {
        // A range that was left early counts up to and with the last key that was read.
        var endInclusive = !query.ItrExhausted;
        if (TouchedByThisBlock(chaincode, query, endInclusive))
            return true;
        var now = new MerkleSummaryBuilder();
        foreach (var (key, version) in state.GetRangeVersions(chaincode, query.StartKey, query.EndKey, endInclusive))
            now.Add(new KVRead { Key = key, Version = version.ToMessage() });
        var current = new RangeQueryInfo { StartKey = query.StartKey, EndKey = query.EndKey, ItrExhausted = query.ItrExhausted };
        now.WriteTo(current);
        return !current.Equals(query);
    }

    private bool TouchedByThisBlock(string chaincode, RangeQueryInfo query, bool endInclusive)
    {
        foreach (var (key, update) in updates.UpdatesOf(chaincode))
        {
            if (Utf8KeyOrder.Instance.Compare(key, query.StartKey) < 0)
                continue;
            var toEnd = query.EndKey.Length == 0 && !endInclusive ? -1 : Utf8KeyOrder.Instance.Compare(key, query.EndKey);
            if (toEnd > 0 || (toEnd == 0 && !endInclusive))
                return false;
            // Deleting what was not there changes nothing.
            if (update.Value is not null || state.GetStateVersion(chaincode, key) is not null)
                return true;
        }
        return false;
    }
}
