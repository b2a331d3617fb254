using FLChain.DevPeer.Ledger;
using FLChain.DevPeer.Simulation;
using FLChain.Fabric.Blocks;
using FLChain.Fabric.Protos;
using Google.Protobuf;
using Type = FLChain.Fabric.Protos.ChaincodeMessage.Types.Type;

namespace FLChain.DevPeer.Chaincodes;

/// <summary>Answers the state requests of one transaction from its simulator. Not safe for concurrent use.</summary>
internal sealed class StateRequests(TransactionSimulator simulator, EnvelopeLimits limits)
{
    private readonly OpenQueries queries = new();

    /// <summary>The payload of the answer.</summary>
    /// <exception cref="SimulationException">The request is refused.</exception>
    /// <exception cref="InvalidProtocolBufferException">The request cannot be read.</exception>
    public ByteString Answer(Type type, ByteString payload) => type switch
    {
        Type.GetState => Get(GetState.Parser.ParseFrom(payload)),
        Type.GetPrivateDataHash => GetHash(GetState.Parser.ParseFrom(payload)),
        Type.PutState => Put(PutState.Parser.ParseFrom(payload)),
        Type.DelState => Delete(DelState.Parser.ParseFrom(payload)),
        Type.PurgePrivateData => Purge(PurgePrivateState.Parser.ParseFrom(payload)),
        Type.GetStateByRange => Range(GetStateByRange.Parser.ParseFrom(payload)).ToByteString(),
        Type.GetHistoryForKey => History(GetHistoryForKey.Parser.ParseFrom(payload)).ToByteString(),
        Type.QueryStateNext => queries.Next(QueryStateNext.Parser.ParseFrom(payload).Id).ToByteString(),
        Type.QueryStateClose => queries.Close(QueryStateClose.Parser.ParseFrom(payload).Id).ToByteString(),
        Type.GetQueryResult => throw new SimulationException("ExecuteQuery not supported for leveldb"),
        Type.GetStateMetadata => Metadata(GetStateMetadata.Parser.ParseFrom(payload)).ToByteString(),
        Type.PutStateMetadata => Put(PutStateMetadata.Parser.ParseFrom(payload)),
        _ => throw new SimulationException($"Unknown request {(int)type}."),
    };

    private ByteString Get(GetState request) => Wrap(simulator.GetState(request.Collection, request.Key));

    private ByteString GetHash(GetState request) => Wrap(simulator.GetPrivateDataHash(request.Collection, request.Key));

    private ByteString Put(PutState request)
    {
        simulator.PutState(request.Collection, request.Key, request.Value.ToByteArray());
        return ByteString.Empty;
    }

    private StateMetadataResult Metadata(GetStateMetadata request)
    {
        var result = new StateMetadataResult();
        result.Entries.AddRange(simulator.GetMetadata(request.Collection, request.Key)
            .Select(entry => new StateMetadata { Metakey = entry.Name, Value = entry.Value }));
        return result;
    }

    private ByteString Put(PutStateMetadata request)
    {
        var metadata = request.Metadata ?? new StateMetadata();
        simulator.PutMetadata(request.Collection, request.Key, new KVMetadataEntry { Name = metadata.Metakey, Value = metadata.Value });
        return ByteString.Empty;
    }

    private ByteString Delete(DelState request)
    {
        simulator.PutState(request.Collection, request.Key, null);
        return ByteString.Empty;
    }

    private ByteString Purge(PurgePrivateState request)
    {
        simulator.PutState(request.Collection, request.Key, null, purge: true);
        return ByteString.Empty;
    }

    private QueryResponse Range(GetStateByRange request)
    {
        if (!request.Metadata.IsEmpty)
        {
            var page = QueryMetadata.Parser.ParseFrom(request.Metadata);
            if (page.PageSize != 0 || page.Bookmark.Length > 0)
                return Page(request, page);
        }
        var next = simulator.OpenRange(request.Collection, request.StartKey, request.EndKey);
        return queries.Open(() =>
        {
            var slice = next();
            return ToResponse(slice.Rows.Select(ToRow), slice.HasMore);
        });
    }

    private QueryResponse Page(GetStateByRange request, QueryMetadata metadata)
    {
        if (request.Collection.Length > 0)
            throw new SimulationException("Private data cannot be read in pages.");
        var page = simulator.GetPage(request.StartKey, request.EndKey, metadata.PageSize, metadata.Bookmark);
        var response = ToResponse(page.Rows.Select(ToRow), hasMore: false);
        response.Metadata = new QueryResponseMetadata { FetchedRecordsCount = page.Rows.Count, Bookmark = page.Bookmark }.ToByteString();
        return response;
    }

    private QueryResponse History(GetHistoryForKey request)
    {
        var next = simulator.OpenHistory(request.Key);
        return queries.Open(() =>
        {
            var (entries, hasMore) = next();
            return ToResponse(entries.Select(entry => ToModification(entry, request.Key)), hasMore);
        });
    }

    private KV ToRow(StateRow row) =>
        new() { Namespace = simulator.Chaincode, Key = row.Key, Value = UnsafeByteOperations.UnsafeWrap(row.Value) };

    private KeyModification ToModification(HistoryEntry entry, string key)
    {
        var parsed = TransactionEnvelope.Parse(entry.Envelope, limits);
        if (!parsed.IsValid)
            throw new SimulationException($"Transaction {entry.Version.Position} of block {entry.Version.Block} cannot be read.");
        var write = parsed.Transaction.Action!.Namespaces
            .First(space => space.Namespace == simulator.Chaincode)
            .Public.Writes.Last(candidate => candidate.Key == key);
        return new KeyModification
        {
            TxId = parsed.Transaction.TransactionId,
            Value = write.Value,
            Timestamp = parsed.Transaction.ChannelHeader.Timestamp,
            IsDelete = write.IsDelete || write.Value.IsEmpty,
        };
    }

    private static QueryResponse ToResponse(IEnumerable<IMessage> rows, bool hasMore)
    {
        var response = new QueryResponse { HasMore = hasMore };
        response.Results.AddRange(rows.Select(row => new QueryResultBytes { ResultBytes = row.ToByteString() }));
        return response;
    }

    private static ByteString Wrap(byte[]? value) => value is null ? ByteString.Empty : UnsafeByteOperations.UnsafeWrap(value);
}
