using FLChain.Fabric.Policies;
using FLChain.Fabric.Protos;
using Google.Protobuf;
using Microsoft.Extensions.Logging;
using MessageType = FLChain.Fabric.Protos.ChaincodeMessage.Types.Type;

namespace FLChain.Fabric.Shim;

/// <summary>The stub over a peer's stream: each call is one request and its answer.</summary>
internal sealed class ChaincodeStub(InvocationFacts facts, StateRequests requests, ILogger logger) : IChaincodeStub
{
    // The smallest key that is not a composite one: what an empty start of a range means to every Fabric shim.
    private const string FirstSimpleKey = "\u0001";

    private readonly StubQueries _queries = new(requests, facts.Key.TransactionId, logger);
    private bool _ended;

    public string TransactionId => facts.Key.TransactionId;

    public string ChannelId => facts.Key.ChannelId;

    public DateTimeOffset Timestamp => facts.Timestamp;

    public IReadOnlyList<ReadOnlyMemory<byte>> Arguments => facts.Arguments;

    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Transient => facts.Transient;

    public ClientIdentity Creator => facts.Creator;

    /// <summary>The event that was set last, or null.</summary>
    public ChaincodeEvent? Event { get; private set; }

    public Task<byte[]?> GetStateAsync(string key, CancellationToken cancellationToken = default) =>
        GetAsync(MessageType.GetState, string.Empty, key, cancellationToken);

    public Task PutStateAsync(string key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default) =>
        PutAsync(string.Empty, key, value, cancellationToken);

    public Task DeleteStateAsync(string key, CancellationToken cancellationToken = default) =>
        DeleteAsync(string.Empty, key, cancellationToken);

    public IAsyncEnumerable<KeyValue> GetStateByRangeAsync(string startKey, string endKey, CancellationToken cancellationToken = default) =>
        _queries.RunAsync(MessageType.GetStateByRange, Range(string.Empty, startKey, endKey), ReadRow, cancellationToken);

    public async Task<StatePage> GetStatePageAsync(string startKey, string endKey, int pageSize, string bookmark, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pageSize, 1);
        GetStateByRange request = Range(string.Empty, startKey, endKey);
        request.Metadata = new QueryMetadata { PageSize = pageSize, Bookmark = StubBytes.Checked(bookmark, nameof(bookmark)) }.ToByteString();
        QueryResponse response = await _queries.FetchAsync(MessageType.GetStateByRange, request, cancellationToken);
        if (response.HasMore)
        {
            await _queries.CloseAsync(response.Id);
        }

        KeyValue[] rows = [.. response.Results.Select(row => StubBytes.Decode(MessageType.GetStateByRange, row.ResultBytes, ReadRow))];
        string next = StubBytes.Decode(MessageType.GetStateByRange, response.Metadata, QueryResponseMetadata.Parser.ParseFrom).Bookmark;
        return new StatePage(rows, next);
    }

    public IAsyncEnumerable<KeyVersion> GetHistoryAsync(string key, CancellationToken cancellationToken = default) =>
        _queries.RunAsync(MessageType.GetHistoryForKey, new GetHistoryForKey { Key = StubBytes.CheckedKey(key) }, ReadVersion, cancellationToken);

    public Task<byte[]?> GetPrivateDataAsync(string collection, string key, CancellationToken cancellationToken = default) =>
        GetAsync(MessageType.GetState, StubBytes.CheckedCollection(collection), key, cancellationToken);

    public Task<byte[]?> GetPrivateDataHashAsync(string collection, string key, CancellationToken cancellationToken = default) =>
        GetAsync(MessageType.GetPrivateDataHash, StubBytes.CheckedCollection(collection), key, cancellationToken);

    public Task PutPrivateDataAsync(string collection, string key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default) =>
        PutAsync(StubBytes.CheckedCollection(collection), key, value, cancellationToken);

    public Task DeletePrivateDataAsync(string collection, string key, CancellationToken cancellationToken = default) =>
        DeleteAsync(StubBytes.CheckedCollection(collection), key, cancellationToken);

    public IAsyncEnumerable<KeyValue> GetPrivateDataByRangeAsync(string collection, string startKey, string endKey, CancellationToken cancellationToken = default) =>
        _queries.RunAsync(MessageType.GetStateByRange, Range(StubBytes.CheckedCollection(collection), startKey, endKey), ReadRow, cancellationToken);

    public Task<SignaturePolicy?> GetStateValidationParameterAsync(string key, CancellationToken cancellationToken = default) =>
        GetPolicyAsync(string.Empty, key, cancellationToken);

    public Task SetStateValidationParameterAsync(string key, SignaturePolicy? policy, CancellationToken cancellationToken = default) =>
        SetPolicyAsync(string.Empty, key, policy, cancellationToken);

    public Task<SignaturePolicy?> GetPrivateDataValidationParameterAsync(string collection, string key, CancellationToken cancellationToken = default) =>
        GetPolicyAsync(StubBytes.CheckedCollection(collection), key, cancellationToken);

    public Task SetPrivateDataValidationParameterAsync(string collection, string key, SignaturePolicy? policy, CancellationToken cancellationToken = default) =>
        SetPolicyAsync(StubBytes.CheckedCollection(collection), key, policy, cancellationToken);

    public Task PurgePrivateDataAsync(string collection, string key, CancellationToken cancellationToken = default) =>
        requests.SendAsync(
            MessageType.PurgePrivateData,
            new PurgePrivateState { Collection = StubBytes.CheckedCollection(collection), Key = StubBytes.CheckedKey(key) },
            cancellationToken);

    public IAsyncEnumerable<KeyValue> GetQueryResultAsync(string query, CancellationToken cancellationToken = default) =>
        _queries.RunAsync(MessageType.GetQueryResult, Query(string.Empty, query), ReadRow, cancellationToken);

    public IAsyncEnumerable<KeyValue> GetPrivateDataQueryResultAsync(string collection, string query, CancellationToken cancellationToken = default) =>
        _queries.RunAsync(MessageType.GetQueryResult, Query(StubBytes.CheckedCollection(collection), query), ReadRow, cancellationToken);

    public async Task<ChaincodeResponse> InvokeChaincodeAsync(
        string chaincode, IReadOnlyList<ReadOnlyMemory<byte>> arguments, string channel = "", CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(chaincode);
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(channel);
        string target = channel.Length == 0 ? chaincode : $"{chaincode}/{channel}";
        var called = new ChaincodeSpec
        {
            ChaincodeId = new ChaincodeID { Name = StubBytes.Checked(target, nameof(chaincode)) },
            Input = new ChaincodeInput(),
        };
        called.Input.Args.AddRange(arguments.Select(argument => ByteString.CopyFrom(argument.Span)));
        ByteString answer = await requests.SendAsync(MessageType.InvokeChaincode, called, cancellationToken);
        return StubBytes.Decode(MessageType.InvokeChaincode, answer, ReadCompleted);
    }

    public void SetEvent(string name, ReadOnlyMemory<byte> payload)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (_ended)
        {
            throw new InvalidOperationException("the transaction has ended: its stub cannot be used any more");
        }

        Event = new ChaincodeEvent { EventName = StubBytes.Checked(name, nameof(name)), Payload = ByteString.CopyFrom(payload.Span) };
    }

    /// <summary>Closes the queries that the contract left open and then the stub.</summary>
    /// <returns>False when the contract did not await one of its calls.</returns>
    public async Task<bool> EndAsync()
    {
        _ended = true;
        await _queries.CloseAllAsync();
        return await requests.EndAsync();
    }

    private static GetStateByRange Range(string collection, string startKey, string endKey)
    {
        string start = StubBytes.Checked(startKey, nameof(startKey));
        return new GetStateByRange
        {
            Collection = collection,
            StartKey = start.Length == 0 ? FirstSimpleKey : start,
            EndKey = StubBytes.Checked(endKey, nameof(endKey)),
        };
    }

    private static GetQueryResult Query(string collection, string query)
    {
        ArgumentException.ThrowIfNullOrEmpty(query);
        return new GetQueryResult { Collection = collection, Query = StubBytes.Checked(query, nameof(query)) };
    }

    // What the called chaincode sent to the peer at its end: its response, or the reason why there is none.
    private static ChaincodeResponse ReadCompleted(ByteString bytes)
    {
        ChaincodeMessage message = ChaincodeMessage.Parser.ParseFrom(bytes);
        if (message.Type != MessageType.Completed)
        {
            throw new StateRequestException(nameof(MessageType.InvokeChaincode), "the called chaincode gave no response", message.Payload.ToStringUtf8());
        }

        Response response = Response.Parser.ParseFrom(message.Payload);
        return ChaincodeResponse.Received(response);
    }

    private async Task<byte[]?> GetAsync(MessageType type, string collection, string key, CancellationToken cancellationToken)
    {
        ByteString value = await requests.SendAsync(type, new GetState { Collection = collection, Key = StubBytes.CheckedKey(key) }, cancellationToken);
        return value.IsEmpty ? null : value.ToByteArray();
    }

    private Task<ByteString> PutAsync(string collection, string key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken)
    {
        if (value.IsEmpty)
        {
            throw new ArgumentException("an empty value cannot be told from an absent one: delete the key, or write a value", nameof(value));
        }

        var request = new PutState { Collection = collection, Key = StubBytes.CheckedKey(key), Value = ByteString.CopyFrom(value.Span) };
        return requests.SendAsync(MessageType.PutState, request, cancellationToken);
    }

    private Task<ByteString> DeleteAsync(string collection, string key, CancellationToken cancellationToken) =>
        requests.SendAsync(MessageType.DelState, new DelState { Collection = collection, Key = StubBytes.CheckedKey(key) }, cancellationToken);

    private async Task<SignaturePolicy?> GetPolicyAsync(string collection, string key, CancellationToken cancellationToken)
    {
        var request = new GetStateMetadata { Collection = collection, Key = StubBytes.CheckedKey(key) };
        ByteString answer = await requests.SendAsync(MessageType.GetStateMetadata, request, cancellationToken);
        StateMetadataResult metadata = StubBytes.Decode(MessageType.GetStateMetadata, answer, StateMetadataResult.Parser.ParseFrom);
        if (metadata.Entries.FirstOrDefault(entry => entry.Metakey == KeyMetadata.ValidationParameter) is not { Value.IsEmpty: false } found)
        {
            return null;
        }

        return SignaturePolicy.TryParse(found.Value.Span, out SignaturePolicy? policy)
            ? policy
            : throw new StateRequestException(nameof(MessageType.GetStateMetadata), "the key's policy cannot be read", string.Empty);
    }

    private Task<ByteString> SetPolicyAsync(string collection, string key, SignaturePolicy? policy, CancellationToken cancellationToken)
    {
        KVMetadataEntry entry = KeyMetadata.Entry(policy);
        var metadata = new StateMetadata { Metakey = entry.Name, Value = entry.Value };
        var request = new PutStateMetadata { Collection = collection, Key = StubBytes.CheckedKey(key), Metadata = metadata };
        return requests.SendAsync(MessageType.PutStateMetadata, request, cancellationToken);
    }

    private static KeyValue ReadRow(ByteString bytes)
    {
        KV row = KV.Parser.ParseFrom(bytes);
        return new KeyValue(row.Key, row.Value.ToByteArray());
    }

    private static KeyVersion ReadVersion(ByteString bytes)
    {
        KeyModification version = KeyModification.Parser.ParseFrom(bytes);
        return new KeyVersion(version.TxId, version.Timestamp?.ToDateTimeOffset() ?? DateTimeOffset.UnixEpoch, version.Value.ToByteArray(), version.IsDelete);
    }
}
