using System.Runtime.CompilerServices;
using FLChain.Cli.Audit.State;
using FLChain.Fabric.Policies;
using FLChain.Fabric.Shim;
using Google.Protobuf;

namespace FLChain.Cli.Audit.Replay;

/// <summary>
/// The ledger as a transaction of the past saw it: the rebuilt state before its block, the facts from its envelope, and
/// payloads that are still there. Reads see that state only, never a write of the same transaction.
/// </summary>
/// <param name="space">The chaincode's namespace.</param>
/// <param name="state">The state before the block; nobody changes it meanwhile.</param>
/// <param name="invocation">What was invoked.</param>
/// <param name="privateData">Says what a private key held.</param>
internal sealed class ReplayStub(string space, LedgerState state, ReplayInvocation invocation, IReplayPrivateData privateData) : IChaincodeStub
{
    // What an empty start means to every Fabric shim: the smallest key that is not a composite one.
    private const string FirstSimpleKey = "\u0001";

    public ReplaySets Sets { get; } = new();

    public string TransactionId => invocation.TransactionId;

    public string ChannelId => invocation.ChannelId;

    public DateTimeOffset Timestamp => invocation.Timestamp;

    public IReadOnlyList<ReadOnlyMemory<byte>> Arguments => invocation.Arguments;

    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Transient => invocation.Transient;

    public ClientIdentity Creator => invocation.Creator;

    public Task<byte[]?> GetStateAsync(string key, CancellationToken cancellationToken = default)
    {
        var found = state.Get(space, Checked(key));
        Sets.Read(key, found?.Version);
        return Task.FromResult(found?.Bytes.ToByteArray());
    }

    public Task PutStateAsync(string key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default)
    {
        Sets.Write(Checked(key), Checked(value));
        return Task.CompletedTask;
    }

    public Task DeleteStateAsync(string key, CancellationToken cancellationToken = default)
    {
        Sets.Write(Checked(key), null);
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<KeyValue> GetStateByRangeAsync(
        string startKey, string endKey, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var range = new ReplayRange(startKey.Length == 0 ? FirstSimpleKey : startKey, endKey);
        Sets.Ranges.Add(range);
        foreach (var (key, value) in state.Range(space, range.Start, endKey))
        {
            cancellationToken.ThrowIfCancellationRequested();
            range.LastKey = key;
            yield return new KeyValue(key, value.Bytes.ToByteArray());
        }

        range.Exhausted = true;
        await Task.CompletedTask;
    }

    public Task<StatePage> GetStatePageAsync(
        string startKey, string endKey, int pageSize, string bookmark, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pageSize, 1);
        var start = startKey.Length == 0 ? FirstSimpleKey : startKey;
        if (Utf8KeyOrder.Instance.Compare(bookmark, start) > 0) start = bookmark;
        var rows = state.Range(space, start, endKey).Take(pageSize + 1).Select(row => new KeyValue(row.Key, row.Value.Bytes.ToByteArray())).ToArray();
        return Task.FromResult(rows.Length > pageSize ? new StatePage(rows[..pageSize], rows[pageSize].Key) : new StatePage(rows, string.Empty));
    }

    public IAsyncEnumerable<KeyVersion> GetHistoryAsync(string key, CancellationToken cancellationToken = default) =>
        throw new ReplayGapException("it asked for the history of a key, which the audit does not keep");

    public async Task<byte[]?> GetPrivateDataAsync(string collection, string key, CancellationToken cancellationToken = default)
    {
        var found = privateData.Find(collection, Checked(key));
        Sets.ReadPrivate(collection, key, found?.Version);
        return found is { } hash ? await privateData.OpenAsync(collection, key, hash, cancellationToken) : null;
    }

    public Task<byte[]?> GetPrivateDataHashAsync(string collection, string key, CancellationToken cancellationToken = default)
    {
        var found = privateData.Find(collection, Checked(key));
        Sets.ReadPrivate(collection, key, found?.Version);
        return Task.FromResult(found?.Bytes.ToByteArray());
    }

    public Task PutPrivateDataAsync(string collection, string key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default)
    {
        Sets.WritePrivate(collection, Checked(key), Checked(value));
        return Task.CompletedTask;
    }

    public Task DeletePrivateDataAsync(string collection, string key, CancellationToken cancellationToken = default)
    {
        Sets.WritePrivate(collection, Checked(key), null);
        return Task.CompletedTask;
    }

    public IAsyncEnumerable<KeyValue> GetPrivateDataByRangeAsync(
        string collection, string startKey, string endKey, CancellationToken cancellationToken = default) =>
        throw new ReplayGapException("it asked for a range of private data, of which blocks have the hashes only");

    public Task PurgePrivateDataAsync(string collection, string key, CancellationToken cancellationToken = default)
    {
        Sets.WritePrivate(collection, Checked(key), null, isPurge: true);
        return Task.CompletedTask;
    }

    public IAsyncEnumerable<KeyValue> GetQueryResultAsync(string query, CancellationToken cancellationToken = default) =>
        throw new ReplayGapException("it asked in a query language, which the audit does not know");

    public IAsyncEnumerable<KeyValue> GetPrivateDataQueryResultAsync(string collection, string query, CancellationToken cancellationToken = default) =>
        throw new ReplayGapException("it asked in a query language, which the audit does not know");

    public Task<ChaincodeResponse> InvokeChaincodeAsync(
        string chaincode, IReadOnlyList<ReadOnlyMemory<byte>> arguments, string channel = "", CancellationToken cancellationToken = default) =>
        throw new ReplayGapException("it called another chaincode, which the audit does not have");

    public Task<SignaturePolicy?> GetStateValidationParameterAsync(string key, CancellationToken cancellationToken = default)
    {
        Sets.Read(Checked(key), state.Get(space, key)?.Version);
        return Task.FromResult(Policy(state.Find(space, key)));
    }

    public Task SetStateValidationParameterAsync(string key, SignaturePolicy? policy, CancellationToken cancellationToken = default)
    {
        Sets.WriteMetadata(Checked(key), KeyMetadata.Entry(policy));
        return Task.CompletedTask;
    }

    public Task<SignaturePolicy?> GetPrivateDataValidationParameterAsync(string collection, string key, CancellationToken cancellationToken = default)
    {
        Sets.ReadPrivate(collection, Checked(key), privateData.Find(collection, key)?.Version);
        return Task.FromResult(Policy(state.FindPrivate(space, collection, ReplaySets.Hash(key))));
    }

    public Task SetPrivateDataValidationParameterAsync(string collection, string key, SignaturePolicy? policy, CancellationToken cancellationToken = default)
    {
        Sets.WritePrivateMetadata(collection, Checked(key), KeyMetadata.Entry(policy));
        return Task.CompletedTask;
    }

    public void SetEvent(string name, ReadOnlyMemory<byte> payload)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Sets.EventName = name;
        Sets.EventPayload = ByteString.CopyFrom(payload.Span);
    }

    private static SignaturePolicy? Policy(ByteString? kept) =>
        KeyMetadata.TryReadPolicy(kept, out var policy) ? policy : throw new ReplayGapException("it asked for a key's policy, which cannot be read");

    private static string Checked(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        return key;
    }

    private static byte[] Checked(ReadOnlyMemory<byte> value) =>
        value.IsEmpty ? throw new ArgumentException("an empty value cannot be told from an absent one", nameof(value)) : value.ToArray();
}
