using System.Runtime.CompilerServices;
using System.Text;
using FLChain.Fabric.Policies;
using FLChain.Fabric.Shim;

namespace FLChain.Fabric.Tests.Shim;

/// <summary>A stub over a dictionary, for tests of the router that need no peer; only what the sample contract's state transactions use.</summary>
internal sealed class MemoryStub(params byte[][] arguments) : IChaincodeStub
{
    public SortedDictionary<string, byte[]> State { get; } = new(StringComparer.Ordinal);

    public List<string> Log { get; } = [];

    public string TransactionId => new('a', 64);

    public string ChannelId => "ch";

    public DateTimeOffset Timestamp => DateTimeOffset.UnixEpoch;

    public IReadOnlyList<ReadOnlyMemory<byte>> Arguments { get; } = [.. arguments.Select(bytes => new ReadOnlyMemory<byte>(bytes))];

    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Transient { get; } = new Dictionary<string, ReadOnlyMemory<byte>>();

    public ClientIdentity Creator => throw new InvalidOperationException("not used here");

    public static MemoryStub Call(string function, params string[] arguments) =>
        new([Encoding.UTF8.GetBytes(function), .. arguments.Select(Encoding.UTF8.GetBytes)]);

    public Task<byte[]?> GetStateAsync(string key, CancellationToken cancellationToken = default) =>
        Task.FromResult(State.GetValueOrDefault(key));

    public Task PutStateAsync(string key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default) => Record($"put {key}");

    public Task DeleteStateAsync(string key, CancellationToken cancellationToken = default) => Record($"delete {key}");

    public async IAsyncEnumerable<KeyValue> GetStateByRangeAsync(string startKey, string endKey, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        foreach ((string key, byte[] value) in State)
        {
            yield return new KeyValue(key, value);
        }
    }

    public Task<StatePage> GetStatePageAsync(string startKey, string endKey, int pageSize, string bookmark, CancellationToken cancellationToken = default) =>
        Task.FromResult(new StatePage([.. State.Select(row => new KeyValue(row.Key, row.Value))], string.Empty));

    public async IAsyncEnumerable<KeyVersion> GetHistoryAsync(string key, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        yield return new KeyVersion("t", DateTimeOffset.UnixEpoch, State[key], false);
    }

    public Task<byte[]?> GetPrivateDataAsync(string collection, string key, CancellationToken cancellationToken = default) =>
        Task.FromResult<byte[]?>([1, 2]);

    public Task<byte[]?> GetPrivateDataHashAsync(string collection, string key, CancellationToken cancellationToken = default) =>
        Task.FromResult<byte[]?>([3]);

    public Task PutPrivateDataAsync(string collection, string key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default) => Record($"put private {key}");

    public Task DeletePrivateDataAsync(string collection, string key, CancellationToken cancellationToken = default) => Record($"delete private {key}");

    public async IAsyncEnumerable<KeyValue> GetPrivateDataByRangeAsync(string collection, string startKey, string endKey, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        yield return new KeyValue("private", [1]);
    }

    public Task PurgePrivateDataAsync(string collection, string key, CancellationToken cancellationToken = default) => Record($"purge private {key}");

    public IAsyncEnumerable<KeyValue> GetQueryResultAsync(string query, CancellationToken cancellationToken = default) =>
        GetStateByRangeAsync(string.Empty, string.Empty, cancellationToken);

    public IAsyncEnumerable<KeyValue> GetPrivateDataQueryResultAsync(string collection, string query, CancellationToken cancellationToken = default) =>
        GetPrivateDataByRangeAsync(collection, string.Empty, string.Empty, cancellationToken);

    public Task<ChaincodeResponse> InvokeChaincodeAsync(
        string chaincode, IReadOnlyList<ReadOnlyMemory<byte>> arguments, string channel = "", CancellationToken cancellationToken = default) =>
        Task.FromResult(ChaincodeResponse.Ok(Encoding.UTF8.GetBytes(chaincode)));

    public Task<SignaturePolicy?> GetStateValidationParameterAsync(string key, CancellationToken cancellationToken = default) =>
        Task.FromResult<SignaturePolicy?>(null);

    public Task SetStateValidationParameterAsync(string key, SignaturePolicy? policy, CancellationToken cancellationToken = default) => Record($"policy {key}");

    public Task<SignaturePolicy?> GetPrivateDataValidationParameterAsync(string collection, string key, CancellationToken cancellationToken = default) =>
        Task.FromResult<SignaturePolicy?>(null);

    public Task SetPrivateDataValidationParameterAsync(string collection, string key, SignaturePolicy? policy, CancellationToken cancellationToken = default) =>
        Record($"private policy {key}");

    public void SetEvent(string name, ReadOnlyMemory<byte> payload) => Log.Add($"event {name}");

    private Task Record(string operation)
    {
        Log.Add(operation);
        return Task.CompletedTask;
    }
}
