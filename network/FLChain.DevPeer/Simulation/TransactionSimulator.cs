using FLChain.DevPeer.Ledger;
using FLChain.DevPeer.Protos;
using FLChain.Fabric.Blocks;
using FLChain.Fabric.Policies;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.DevPeer.Simulation;

/// <summary>
/// Runs one transaction's state requests against a snapshot and collects its read and write sets. A read never returns a
/// write of the same transaction. Sees one chaincode's namespace; a called chaincode gets its own from <see cref="For"/>.
/// Not safe for concurrent use.
/// </summary>
internal sealed class TransactionSimulator
{
    private readonly LedgerSnapshot snapshot;
    private readonly SimulationScope scope;
    private readonly SharedSimulation shared;
    private readonly KeySet keys = new();
    private readonly List<RangeRecord> ranges = [];
    private readonly PrivateDataSimulator privateData;

    public TransactionSimulator(LedgerSnapshot snapshot, SimulationScope scope)
        : this(snapshot, scope, new SharedSimulation())
    {
    }

    private TransactionSimulator(LedgerSnapshot snapshot, SimulationScope scope, SharedSimulation shared)
    {
        this.snapshot = snapshot;
        this.scope = scope;
        this.shared = shared;
        privateData = new PrivateDataSimulator(snapshot, scope);
        shared.Add(scope.Chaincode.Name, this);
    }

    public string Chaincode => scope.Chaincode.Name;

    public bool HasOwnWrites => keys.HasWrites || privateData.HasWrites;

    public bool HasQueriedPrivateData => privateData.HasQueried;

    private SimulationBudget Budget => shared.Budget;

    /// <summary>The same transaction in the namespace of a chaincode that it calls.</summary>
    public TransactionSimulator For(ChaincodeDefinition called) =>
        shared.Spaces.TryGetValue(called.Name, out var known) ? known : new TransactionSimulator(snapshot, scope with { Chaincode = called }, shared);

    /// <exception cref="SimulationException">The key is empty, or private data may not be read.</exception>
    public byte[]? GetState(string collection, string key)
    {
        RequireKey(key);
        Budget.CountKey();
        if (collection.Length > 0)
            return privateData.Get(collection, key);
        var found = snapshot.State.GetState(Chaincode, key);
        keys.Read(key, found?.Version);
        return found?.Value;
    }

    public byte[]? GetPrivateDataHash(string collection, string key)
    {
        RequireKey(key);
        Budget.CountKey();
        return privateData.GetHash(collection, key);
    }

    /// <summary>Writes <paramref name="value"/>; null or empty deletes, as on any Fabric ledger.</summary>
    public void PutState(string collection, string key, byte[]? value, bool purge = false)
    {
        RequireWritable(key);
        if (purge && collection.Length == 0)
            throw new SimulationException("Only private data can be purged.");
        Budget.CountWrite(key, value);
        var write = new KeyWrite(value is { Length: > 0 } ? value : null, purge);
        if (collection.Length > 0)
            privateData.Put(collection, key, write);
        else
            keys.Write(key, write);
    }

    /// <summary>What is kept beside a key. It is read with the key: its version changes with either.</summary>
    public IReadOnlyList<KVMetadataEntry> GetMetadata(string collection, string key)
    {
        RequireKey(key);
        Budget.CountKey();
        if (collection.Length > 0)
            return KeyMetadata.Entries(privateData.GetMetadata(collection, key));
        keys.Read(key, snapshot.State.GetStateVersion(Chaincode, key));
        return KeyMetadata.Entries(snapshot.State.Find(Chaincode, key));
    }

    public void PutMetadata(string collection, string key, KVMetadataEntry entry)
    {
        RequireWritable(key);
        // A Fabric peer takes anything, and from then on nobody can write the key.
        if (entry.Name == KeyMetadata.ValidationParameter && !entry.Value.IsEmpty && !SignaturePolicy.TryParse(entry.Value.Span, out _))
            throw new SimulationException("The validation parameter is no signature policy over roles of organizations.");
        Budget.CountWrite(key, entry.Value.ToByteArray());
        if (collection.Length > 0)
            privateData.PutMetadata(collection, key, entry);
        else
            keys.WriteMetadata(key, entry);
    }

    /// <summary>A range whose rows are fetched slice by slice; it is protected against phantoms as far as it is read.</summary>
    public Func<StateSlice> OpenRange(string collection, string startKey, string endKey)
    {
        if (collection.Length > 0)
        {
            RequireNoWrites("A range of private data");
            return Counted(privateData.OpenRange(collection, startKey, endKey));
        }
        var record = new RangeRecord(startKey, endKey);
        ranges.Add(record);
        var next = RangeStart.At(startKey);
        return Counted(() =>
        {
            var slice = snapshot.State.GetRange(Chaincode, next, endKey, SimulationLimits.RowsPerAnswer, SimulationLimits.BytesPerAnswer);
            record.Add(slice);
            if (slice.Rows.Count > 0)
                next = RangeStart.Behind(slice.Rows[^1].Key);
            return slice;
        });
    }

    /// <summary>One page of a range from <paramref name="bookmark"/> (empty: from the start). Not protected against phantoms.</summary>
    public StatePageSlice GetPage(string startKey, string endKey, int pageSize, string bookmark)
    {
        if (pageSize <= 0)
            throw new SimulationException($"A page of {pageSize} rows cannot be read.");
        RequireNoWrites("A paged query");
        shared.HasPaged = true;
        // A bookmark is the client's word: it may not lead out of the range that the contract opened.
        var start = Utf8KeyOrder.Instance.Compare(bookmark, startKey) < 0 ? startKey : bookmark;
        var slice = snapshot.State.GetRange(
            Chaincode, RangeStart.At(start), endKey, Math.Min(pageSize, SimulationLimits.RowsPerPage), SimulationLimits.BytesPerPage);
        Budget.CountKeys(slice.Rows.Count);
        // The next page starts at the least key behind the last row.
        return new StatePageSlice(slice.Rows, slice.HasMore ? slice.Rows[^1].Key + '\0' : "");
    }

    /// <summary>The versions of a key, newest first, slice by slice.</summary>
    public Func<(IReadOnlyList<HistoryEntry> Entries, bool HasMore)> OpenHistory(string key)
    {
        RequireKey(key);
        StateVersion? before = null;
        return () =>
        {
            var slice = snapshot.State.GetHistory(Chaincode, key, before, SimulationLimits.RowsPerAnswer, SimulationLimits.BytesPerAnswer);
            if (slice.Entries.Count > 0)
                before = slice.Entries[^1].Version;
            return slice;
        };
    }

    /// <summary>What the transaction read and wrote, in all namespaces.</summary>
    public SimulationResult Finish()
    {
        var result = new TxReadWriteSet { DataModel = TxReadWriteSet.Types.DataModel.Kv };
        var plain = new TxPvtReadWriteSet();
        var demands = new List<EndorsementDemand>();
        foreach (var space in shared.Spaces.Values)
        {
            var (set, written, demand) = space.FinishSpace();
            result.NsRwset.Add(set);
            demands.Add(demand);
            if (written is not null)
                plain.NsPvtRwset.Add(written);
        }
        var collections = shared.Spaces.Values.SelectMany(space => space.privateData.ReadCollections.Select(name => new CollectionId(space.Chaincode, name)));
        return new SimulationResult(result, plain.NsPvtRwset.Count > 0 ? plain : null, collections.ToHashSet(), demands);
    }

    private (NsReadWriteSet Set, NsPvtReadWriteSet? Private, EndorsementDemand Demand) FinishSpace()
    {
        var set = keys.ToMessage();
        set.RangeQueriesInfo.AddRange(ranges.Select(range => range.ToMessage()));
        var (hashed, plain) = privateData.Finish();
        var message = new NsReadWriteSet { Namespace = Chaincode, Rwset = set.ToByteString() };
        message.CollectionHashedRwset.AddRange(hashed);
        var writes = new NamespaceWrites(
            Chaincode, set, [.. hashed.Select(each => new CollectionWrites(each.CollectionName, HashedRWSet.Parser.ParseFrom(each.HashedRwset), each.PvtRwsetHash))]);
        return (message, plain, EndorsementDemand.Of(writes, snapshot.State));
    }

    private Func<StateSlice> Counted(Func<StateSlice> next) => () =>
    {
        var slice = next();
        Budget.CountKeys(slice.Rows.Count);
        return slice;
    };

    private void RequireNoWrites(string what)
    {
        if (shared.HasWrites)
            throw new SimulationException($"{what} is allowed in a read-only transaction; this one has written already.");
    }

    private void RequireWritable(string key)
    {
        RequireKey(key);
        if (shared.HasPaged)
            throw new SimulationException("The transaction has made a paged query, which is allowed in read-only transactions: it may not write.");
        if (shared.HasQueriedPrivateData)
            throw new SimulationException("The transaction has queried a range of private data, which is allowed in read-only transactions: it may not write.");
    }

    private static void RequireKey(string key)
    {
        if (key.Length == 0)
            throw new SimulationException("The key must not be empty.");
    }
}
