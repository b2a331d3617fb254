using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using FLChain.Fabric.Policies;
using FLChain.Fabric.Shim;

namespace FLChain.Chaincode.Tests.Harness;

/// <summary>
/// One simulated transaction. As on a peer: reads see the committed state only, one request at a time, no write after a
/// paged or private range query, no empty value, nothing once the transaction has ended.
/// </summary>
internal sealed class Simulation(MemoryState state, string channelId, Proposal proposal) : IChaincodeStub, IDisposable
{
    private bool _busy;
    private bool _ended;
    private bool _queriedForReadingOnly;

    public TransactionSets Sets { get; } = new();

    public string TransactionId => proposal.TransactionId;

    public string ChannelId => channelId;

    public DateTimeOffset Timestamp => proposal.Timestamp;

    public IReadOnlyList<ReadOnlyMemory<byte>> Arguments => proposal.Arguments;

    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Transient => proposal.Transient;

    public ClientIdentity Creator => proposal.Creator;

    public void Dispose() => _ended = true;

    public Task<byte[]?> GetStateAsync(string key, CancellationToken cancellationToken = default) => RequestAsync(() =>
    {
        var stored = state.Get(key);
        Sets.Reads[key] = stored?.Version;
        return stored?.Bytes.ToArray();
    });

    public Task PutStateAsync(string key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default) => WriteAsync(() =>
    {
        Assert.False(value.IsEmpty, "an empty value cannot be told from an absent one");
        Sets.Writes[key] = value.ToArray();
    });

    public Task DeleteStateAsync(string key, CancellationToken cancellationToken = default) => WriteAsync(() => Sets.Writes[key] = null);

    public async IAsyncEnumerable<KeyValue> GetStateByRangeAsync(string startKey, string endKey, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var read = new RangeRead(startKey, endKey);
        Sets.Ranges.Add(read);
        using var rows = state.Range(startKey, endKey).GetEnumerator();
        while (await RequestAsync(rows.MoveNext))
        {
            var (key, stored) = rows.Current;
            read.Seen.Add((key, stored.Version));
            yield return new KeyValue(key, [.. stored.Bytes]);
        }

        read.Exhausted = true;
    }

    public Task<StatePage> GetStatePageAsync(string startKey, string endKey, int pageSize, string bookmark, CancellationToken cancellationToken = default) => RequestAsync(() =>
    {
        Assert.True(Sets.WritesNothing, "a paged query after a write is refused");
        _queriedForReadingOnly = true;
        var rows = state.Range(bookmark.Length > 0 ? bookmark : startKey, endKey).Take(pageSize + 1).ToArray();
        var items = rows.Take(pageSize).Select(row => new KeyValue(row.Key, [.. row.Value.Bytes])).ToArray();
        return new StatePage(items, rows.Length > pageSize ? rows[pageSize].Key : string.Empty);
    });

    public async IAsyncEnumerable<KeyVersion> GetHistoryAsync(string key, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var version in await RequestAsync(() => state.History(key).ToArray())) yield return version;
    }

    public Task<byte[]?> GetPrivateDataAsync(string collection, string key, CancellationToken cancellationToken = default) => RequestAsync(() =>
    {
        var stored = state.GetPrivate(collection, key);
        Sets.PrivateReads[(collection, key)] = stored?.Version;
        return stored?.Bytes.ToArray();
    });

    public Task<byte[]?> GetPrivateDataHashAsync(string collection, string key, CancellationToken cancellationToken = default) => RequestAsync(() =>
    {
        var stored = state.GetPrivate(collection, key);
        Sets.PrivateReads[(collection, key)] = stored?.Version;
        return stored is null ? null : SHA256.HashData(stored.Bytes);
    });

    public Task PutPrivateDataAsync(string collection, string key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default) => WriteAsync(() =>
    {
        Assert.False(value.IsEmpty, "an empty value cannot be told from an absent one");
        PrivateWrites(collection)[key] = value.ToArray();
    });

    public Task DeletePrivateDataAsync(string collection, string key, CancellationToken cancellationToken = default) =>
        WriteAsync(() => PrivateWrites(collection)[key] = null);

    public async IAsyncEnumerable<KeyValue> GetPrivateDataByRangeAsync(string collection, string startKey, string endKey, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Assert.True(Sets.WritesNothing, "a private range query after a write is refused");
        _queriedForReadingOnly = true;
        foreach (var (key, stored) in await RequestAsync(() => state.PrivateRange(collection, startKey, endKey).ToArray()))
            yield return new KeyValue(key, [.. stored.Bytes]);
    }

    public Task PurgePrivateDataAsync(string collection, string key, CancellationToken cancellationToken = default) =>
        DeletePrivateDataAsync(collection, key, cancellationToken);

    public IAsyncEnumerable<KeyValue> GetQueryResultAsync(string query, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("LevelDB has no query language");

    public IAsyncEnumerable<KeyValue> GetPrivateDataQueryResultAsync(string collection, string query, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("LevelDB has no query language");

    public Task<ChaincodeResponse> InvokeChaincodeAsync(
        string chaincode, IReadOnlyList<ReadOnlyMemory<byte>> arguments, string channel = "", CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("there is one chaincode on this channel");

    public Task<SignaturePolicy?> GetStateValidationParameterAsync(string key, CancellationToken cancellationToken = default) => RequestAsync(() =>
    {
        Sets.Reads[key] = state.Get(key)?.Version;
        return state.PolicyOf(key);
    });

    public Task SetStateValidationParameterAsync(string key, SignaturePolicy? policy, CancellationToken cancellationToken = default) =>
        WriteAsync(() => Sets.Policies[key] = policy);

    public Task<SignaturePolicy?> GetPrivateDataValidationParameterAsync(string collection, string key, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("the contracts give private values no policy");

    public Task SetPrivateDataValidationParameterAsync(string collection, string key, SignaturePolicy? policy, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("the contracts give private values no policy");

    public void SetEvent(string name, ReadOnlyMemory<byte> payload)
    {
        Assert.False(_ended, "the transaction has ended");
        Sets.EventName = name;
        Sets.EventPayload = payload.ToArray();
    }

    private SortedDictionary<string, byte[]?> PrivateWrites(string collection)
    {
        if (!Sets.PrivateWrites.TryGetValue(collection, out var writes))
            Sets.PrivateWrites[collection] = writes = new SortedDictionary<string, byte[]?>(Utf8KeyComparer.Instance);
        return writes;
    }

    private Task<bool> WriteAsync(Action write) => RequestAsync(() =>
    {
        Assert.False(_queriedForReadingOnly, "a write after a paged or private range query is refused");
        write();
        return true;
    });

    // A peer drops a second request of the same transaction without an answer; here the contract at fault is named at once.
    private async Task<T> RequestAsync<T>(Func<T> request)
    {
        Assert.False(_ended, "the transaction has ended");
        Assert.False(_busy, "a second request while one is outstanding");
        _busy = true;
        await Task.Yield();
        try
        {
            return request();
        }
        finally
        {
            _busy = false;
        }
    }
}
