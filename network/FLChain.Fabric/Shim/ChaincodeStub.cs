using System.Runtime.CompilerServices;
using System.Text;
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

    // Strict: a lone surrogate would be replaced on the wire, and two keys would become one.
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly HashSet<string> _openQueries = new(StringComparer.Ordinal);
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
        QueryAsync(MessageType.GetStateByRange, Range(string.Empty, startKey, endKey), ReadRow, cancellationToken);

    public async Task<StatePage> GetStatePageAsync(string startKey, string endKey, int pageSize, string bookmark, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pageSize, 1);
        GetStateByRange request = Range(string.Empty, startKey, endKey);
        request.Metadata = new QueryMetadata { PageSize = pageSize, Bookmark = Checked(bookmark, nameof(bookmark)) }.ToByteString();
        QueryResponse response = await FetchAsync(MessageType.GetStateByRange, request, cancellationToken);
        if (response.HasMore)
        {
            await CloseAsync(response.Id);
        }

        KeyValue[] rows = [.. response.Results.Select(row => Decode(MessageType.GetStateByRange, row.ResultBytes, ReadRow))];
        string next = Decode(MessageType.GetStateByRange, response.Metadata, QueryResponseMetadata.Parser.ParseFrom).Bookmark;
        return new StatePage(rows, next);
    }

    public IAsyncEnumerable<KeyVersion> GetHistoryAsync(string key, CancellationToken cancellationToken = default) =>
        QueryAsync(MessageType.GetHistoryForKey, new GetHistoryForKey { Key = CheckedKey(key) }, ReadVersion, cancellationToken);

    public Task<byte[]?> GetPrivateDataAsync(string collection, string key, CancellationToken cancellationToken = default) =>
        GetAsync(MessageType.GetState, CheckedCollection(collection), key, cancellationToken);

    public Task<byte[]?> GetPrivateDataHashAsync(string collection, string key, CancellationToken cancellationToken = default) =>
        GetAsync(MessageType.GetPrivateDataHash, CheckedCollection(collection), key, cancellationToken);

    public Task PutPrivateDataAsync(string collection, string key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default) =>
        PutAsync(CheckedCollection(collection), key, value, cancellationToken);

    public Task DeletePrivateDataAsync(string collection, string key, CancellationToken cancellationToken = default) =>
        DeleteAsync(CheckedCollection(collection), key, cancellationToken);

    public IAsyncEnumerable<KeyValue> GetPrivateDataByRangeAsync(string collection, string startKey, string endKey, CancellationToken cancellationToken = default) =>
        QueryAsync(MessageType.GetStateByRange, Range(CheckedCollection(collection), startKey, endKey), ReadRow, cancellationToken);

    public void SetEvent(string name, ReadOnlyMemory<byte> payload)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (_ended)
        {
            throw new InvalidOperationException("the transaction has ended: its stub cannot be used any more");
        }

        Event = new ChaincodeEvent { EventName = Checked(name, nameof(name)), Payload = ByteString.CopyFrom(payload.Span) };
    }

    /// <summary>Closes the queries that the contract left open and then the stub.</summary>
    /// <returns>False when the contract did not await one of its calls.</returns>
    public async Task<bool> EndAsync()
    {
        _ended = true;
        foreach (string query in _openQueries.ToArray())
        {
            await CloseAsync(query);
        }

        return await requests.EndAsync();
    }

    private static GetStateByRange Range(string collection, string startKey, string endKey)
    {
        string start = Checked(startKey, nameof(startKey));
        return new GetStateByRange
        {
            Collection = collection,
            StartKey = start.Length == 0 ? FirstSimpleKey : start,
            EndKey = Checked(endKey, nameof(endKey)),
        };
    }

    private async Task<byte[]?> GetAsync(MessageType type, string collection, string key, CancellationToken cancellationToken)
    {
        ByteString value = await requests.SendAsync(type, new GetState { Collection = collection, Key = CheckedKey(key) }, cancellationToken);
        return value.IsEmpty ? null : value.ToByteArray();
    }

    private Task<ByteString> PutAsync(string collection, string key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken)
    {
        if (value.IsEmpty)
        {
            throw new ArgumentException("an empty value cannot be told from an absent one: delete the key, or write a value", nameof(value));
        }

        var request = new PutState { Collection = collection, Key = CheckedKey(key), Value = ByteString.CopyFrom(value.Span) };
        return requests.SendAsync(MessageType.PutState, request, cancellationToken);
    }

    private Task<ByteString> DeleteAsync(string collection, string key, CancellationToken cancellationToken) =>
        requests.SendAsync(MessageType.DelState, new DelState { Collection = collection, Key = CheckedKey(key) }, cancellationToken);

    private async IAsyncEnumerable<T> QueryAsync<T>(
        MessageType type, IMessage request, Func<ByteString, T> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        QueryResponse batch = await FetchAsync(type, request, cancellationToken);
        try
        {
            while (true)
            {
                foreach (QueryResultBytes row in batch.Results)
                {
                    yield return Decode(type, row.ResultBytes, read);
                }

                if (!batch.HasMore)
                {
                    yield break;
                }

                batch = await FetchAsync(MessageType.QueryStateNext, new QueryStateNext { Id = batch.Id }, cancellationToken);
            }
        }
        finally
        {
            // A peer forgets a query when it has given its last row.
            if (batch.HasMore)
            {
                await CloseAsync(batch.Id);
            }
        }
    }

    private async Task<QueryResponse> FetchAsync(MessageType type, IMessage request, CancellationToken cancellationToken)
    {
        ByteString answer = await requests.SendAsync(type, request, cancellationToken);
        QueryResponse response = Decode(type, answer, QueryResponse.Parser.ParseFrom);
        if (response.HasMore)
        {
            _openQueries.Add(response.Id);
        }
        else
        {
            _openQueries.Remove(response.Id);
        }

        return response;
    }

    // Closing is a courtesy: a failure must not hide what ended the enumeration, and the peer drops the query with the transaction.
    private async Task CloseAsync(string query)
    {
        if (!_openQueries.Remove(query))
        {
            return;
        }

        try
        {
            await requests.SendAsync(MessageType.QueryStateClose, new QueryStateClose { Id = query }, CancellationToken.None);
        }
        catch (Exception exception) when (exception is StateRequestException or OperationCanceledException or InvalidOperationException)
        {
            ShimLog.QueryNotClosed(logger, TransactionId, exception.Message);
        }
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

    private static T Decode<T>(MessageType type, ByteString bytes, Func<ByteString, T> read)
    {
        try
        {
            return read(bytes);
        }
        catch (Exception exception) when (exception is InvalidProtocolBufferException or InvalidOperationException or ArgumentException or OverflowException)
        {
            throw new StateRequestException(type.ToString(), $"the peer's answer to {type} cannot be read", string.Empty, exception);
        }
    }

    private static string CheckedCollection(string collection)
    {
        ArgumentException.ThrowIfNullOrEmpty(collection);
        return Checked(collection, nameof(collection));
    }

    private static string CheckedKey(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        return Checked(key, nameof(key));
    }

    private static string Checked(string text, string parameter)
    {
        ArgumentNullException.ThrowIfNull(text, parameter);
        try
        {
            _ = StrictUtf8.GetByteCount(text);
            return text;
        }
        catch (EncoderFallbackException exception)
        {
            throw new ArgumentException("it holds half a surrogate pair, which UTF-8 cannot carry", parameter, exception);
        }
    }
}
