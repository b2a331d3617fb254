using FLChain.Cli.Audit.Payloads;
using FLChain.Cli.Audit.State;
using FLChain.Fabric.Blocks;
using FLChain.Fabric.Protos;

namespace FLChain.Cli.Audit.Replay;

/// <summary>Private data from the rebuilt hashes, and the values as far as payloads are still there.</summary>
internal sealed class ReplayPrivateData(string space, LedgerState state, PayloadShelf shelf, IReadOnlyList<NamespaceWrites> recorded) : IReplayPrivateData
{
    public StateValue? Find(string collection, string key)
    {
        var hash = ReplaySets.Hash(key);
        var found = state.GetHash(new CollectionId(space, collection), hash);

        // Where the life of private values is not known, the transaction's own record says whether it had expired.
        return found is not null && !state.KnowsExpiry && SaysAbsent(collection, hash) ? null : found;
    }

    public async Task<byte[]> OpenAsync(string collection, string key, StateValue hash, CancellationToken cancellationToken)
    {
        var reference = PayloadKeys.Parse(collection, key) ?? throw new ReplayGapException("it read a private value that is no payload");
        var payload = await shelf.GetAsync(reference, hash.Bytes, cancellationToken);
        return payload.Bytes ?? throw new ReplayGapException(payload.Reason);
    }

    private bool SaysAbsent(string collection, Google.Protobuf.ByteString keyHash) =>
        recorded.Where(part => part.Namespace == space)
            .SelectMany(part => part.Collections.Where(set => set.Collection == collection))
            .SelectMany(set => set.Hashed.HashedReads)
            .Any((KVReadHash read) => read.Version is null && read.KeyHash.Equals(keyHash));
}
