using FLChain.Fabric.Blocks;
using FLChain.Fabric.Protos;

namespace FLChain.Cli.Audit.State;

/// <summary>
/// What a transaction read must still stand when it commits: each key at the version that was read, each range with the
/// same keys; whatever an earlier valid transaction of the same block wrote was certainly not read.
/// </summary>
internal sealed class ReadCheck(LedgerState state, BlockChanges changes)
{
    /// <summary>The verdict, and the key or range that decided it (empty for a valid transaction).</summary>
    public (TxValidationCode Code, string Where) Judge(EndorsedAction action)
    {
        foreach (var space in action.Namespaces)
        {
            if (space.Public.Reads.FirstOrDefault(read => HasChanged(space.Namespace, read)) is { } stale)
                return (TxValidationCode.MvccReadConflict, stale.Key);
            if (space.Public.RangeQueriesInfo.FirstOrDefault(range => HasPhantom(space.Namespace, range)) is { } range)
                return (TxValidationCode.PhantomReadConflict, range.StartKey);
            foreach (var collection in space.Collections)
            {
                var id = new CollectionId(space.Namespace, collection.Collection);
                if (collection.Hashed.HashedReads.FirstOrDefault(read => HasChanged(id, read)) is { } hidden)
                    return (TxValidationCode.MvccReadConflict, $"{collection.Collection} {Convert.ToHexStringLower(hidden.KeyHash.Span)}");
            }
        }

        return (TxValidationCode.Valid, string.Empty);
    }

    private bool HasChanged(string space, KVRead read) =>
        changes.Touches(space, read.Key) || state.Get(space, read.Key)?.Version != StateVersion.From(read.Version);

    private bool HasChanged(CollectionId collection, KVReadHash read)
    {
        if (changes.Touches(collection, read.KeyHash)) return true;
        var now = state.GetHash(collection, read.KeyHash)?.Version;
        var then = StateVersion.From(read.Version);

        // Where the life of private values is not known, one that was not there may have expired.
        return now != then && (state.KnowsExpiry || then is not null);
    }

    private bool HasPhantom(string space, RangeQueryInfo range)
    {
        // A range that was left early counts up to and with the last key that was read.
        var includesEnd = !range.ItrExhausted;
        return Touches(space, range, includesEnd)
            || !RangeSummary.Says(range, state.Range(space, range.StartKey, range.EndKey, includesEnd));
    }

    private bool Touches(string space, RangeQueryInfo range, bool includesEnd)
    {
        foreach (var (key, change) in changes.Of(space))
        {
            if (Utf8KeyOrder.Instance.Compare(key, range.StartKey) < 0) continue;
            var toEnd = range.EndKey.Length == 0 && !includesEnd ? -1 : Utf8KeyOrder.Instance.Compare(key, range.EndKey);
            if (toEnd > 0 || (toEnd == 0 && !includesEnd)) return false;

            // Deleting what was not there changes nothing.
            if (change.Bytes is not null || state.Get(space, key) is not null) return true;
        }

        return false;
    }
}
