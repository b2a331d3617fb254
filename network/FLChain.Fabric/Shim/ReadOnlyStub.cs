using FLChain.Fabric.Policies;

namespace FLChain.Fabric.Shim;

/// <summary>The stub of an evaluate transaction: reads pass through, writes and events are refused before they reach the peer.</summary>
internal sealed class ReadOnlyStub(IChaincodeStub inner) : IChaincodeStub
{
    public string TransactionId => inner.TransactionId;

    public string ChannelId => inner.ChannelId;

    public DateTimeOffset Timestamp => inner.Timestamp;

    public IReadOnlyList<ReadOnlyMemory<byte>> Arguments => inner.Arguments;

    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Transient => inner.Transient;

    public ClientIdentity Creator => inner.Creator;

    public Task<byte[]?> GetStateAsync(string key, CancellationToken cancellationToken = default) =>
        inner.GetStateAsync(key, cancellationToken);

    public IAsyncEnumerable<KeyValue> GetStateByRangeAsync(string startKey, string endKey, CancellationToken cancellationToken = default) =>
        inner.GetStateByRangeAsync(startKey, endKey, cancellationToken);

    public Task<StatePage> GetStatePageAsync(string startKey, string endKey, int pageSize, string bookmark, CancellationToken cancellationToken = default) =>
        inner.GetStatePageAsync(startKey, endKey, pageSize, bookmark, cancellationToken);

    public IAsyncEnumerable<KeyVersion> GetHistoryAsync(string key, CancellationToken cancellationToken = default) =>
        inner.GetHistoryAsync(key, cancellationToken);

    public Task<byte[]?> GetPrivateDataAsync(string collection, string key, CancellationToken cancellationToken = default) =>
        inner.GetPrivateDataAsync(collection, key, cancellationToken);

    public Task<byte[]?> GetPrivateDataHashAsync(string collection, string key, CancellationToken cancellationToken = default) =>
        inner.GetPrivateDataHashAsync(collection, key, cancellationToken);

    public IAsyncEnumerable<KeyValue> GetPrivateDataByRangeAsync(string collection, string startKey, string endKey, CancellationToken cancellationToken = default) =>
        inner.GetPrivateDataByRangeAsync(collection, startKey, endKey, cancellationToken);

    public Task<SignaturePolicy?> GetStateValidationParameterAsync(string key, CancellationToken cancellationToken = default) =>
        inner.GetStateValidationParameterAsync(key, cancellationToken);

    public Task<SignaturePolicy?> GetPrivateDataValidationParameterAsync(string collection, string key, CancellationToken cancellationToken = default) =>
        inner.GetPrivateDataValidationParameterAsync(collection, key, cancellationToken);

    public IAsyncEnumerable<KeyValue> GetQueryResultAsync(string query, CancellationToken cancellationToken = default) =>
        inner.GetQueryResultAsync(query, cancellationToken);

    public IAsyncEnumerable<KeyValue> GetPrivateDataQueryResultAsync(string collection, string query, CancellationToken cancellationToken = default) =>
        inner.GetPrivateDataQueryResultAsync(collection, query, cancellationToken);

    // What the other chaincode writes is its own affair: an evaluation is never submitted.
    public Task<ChaincodeResponse> InvokeChaincodeAsync(
        string chaincode, IReadOnlyList<ReadOnlyMemory<byte>> arguments, string channel = "", CancellationToken cancellationToken = default) =>
        inner.InvokeChaincodeAsync(chaincode, arguments, channel, cancellationToken);

    public Task PutStateAsync(string key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default) =>
        throw new ReadOnlyTransactionException(nameof(PutStateAsync));

    public Task DeleteStateAsync(string key, CancellationToken cancellationToken = default) =>
        throw new ReadOnlyTransactionException(nameof(DeleteStateAsync));

    public Task PutPrivateDataAsync(string collection, string key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default) =>
        throw new ReadOnlyTransactionException(nameof(PutPrivateDataAsync));

    public Task DeletePrivateDataAsync(string collection, string key, CancellationToken cancellationToken = default) =>
        throw new ReadOnlyTransactionException(nameof(DeletePrivateDataAsync));

    public Task PurgePrivateDataAsync(string collection, string key, CancellationToken cancellationToken = default) =>
        throw new ReadOnlyTransactionException(nameof(PurgePrivateDataAsync));

    public Task SetStateValidationParameterAsync(string key, SignaturePolicy? policy, CancellationToken cancellationToken = default) =>
        throw new ReadOnlyTransactionException(nameof(SetStateValidationParameterAsync));

    public Task SetPrivateDataValidationParameterAsync(string collection, string key, SignaturePolicy? policy, CancellationToken cancellationToken = default) =>
        throw new ReadOnlyTransactionException(nameof(SetPrivateDataValidationParameterAsync));

    public void SetEvent(string name, ReadOnlyMemory<byte> payload) =>
        throw new ReadOnlyTransactionException(nameof(SetEvent));
}
