using FLChain.Fabric.Policies;

namespace FLChain.Fabric.Shim;

/// <summary>
/// The ledger as one transaction sees it: the proposal's facts, and the world state of the chaincode's namespace.
/// Writes become visible only when the transaction commits: a read never returns a write of the same transaction.
/// One operation at a time: await each call before the next. Not safe for concurrent use.
/// </summary>
public interface IChaincodeStub
{
    /// <summary>Lower-case hex SHA-256 of nonce and creator, 64 characters.</summary>
    string TransactionId { get; }

    /// <summary>The channel the proposal was made on.</summary>
    string ChannelId { get; }

    /// <summary>The client's word for the time, from the proposal's channel header. The same on every endorser.</summary>
    DateTimeOffset Timestamp { get; }

    /// <summary>The arguments of the invocation, the function's name first.</summary>
    IReadOnlyList<ReadOnlyMemory<byte>> Arguments { get; }

    /// <summary>Data that travels with the proposal and is left out of the transaction.</summary>
    IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Transient { get; }

    /// <summary>Who signed the proposal; the peer has checked certificate and signature.</summary>
    ClientIdentity Creator { get; }

    /// <summary>The committed value of <paramref name="key"/>, or null when there is none.</summary>
    Task<byte[]?> GetStateAsync(string key, CancellationToken cancellationToken = default);

    /// <summary>Writes <paramref name="value"/> under <paramref name="key"/> when the transaction commits. An empty value is refused: Fabric cannot tell it from an absent one.</summary>
    Task PutStateAsync(string key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default);

    /// <summary>Deletes <paramref name="key"/> when the transaction commits.</summary>
    Task DeleteStateAsync(string key, CancellationToken cancellationToken = default);

    /// <summary>All keys from <paramref name="startKey"/> (inclusive) to <paramref name="endKey"/> (exclusive) in the order of their UTF-8 bytes. The range becomes part of the read set: a commit fails when it changed meanwhile (phantom read). An empty <paramref name="startKey"/> means the first key that does not start with U+0000, so that composite keys stay out; an empty <paramref name="endKey"/> means the end.</summary>
    IAsyncEnumerable<KeyValue> GetStateByRangeAsync(string startKey, string endKey, CancellationToken cancellationToken = default);

    /// <summary>One page of a range, for queries only: a page is not protected against phantoms, and a peer refuses writes and pages in one transaction. The keys are those of <see cref="GetStateByRangeAsync"/>. An empty bookmark starts at <paramref name="startKey"/>; the answer's bookmark is empty after the last page.</summary>
    Task<StatePage> GetStatePageAsync(string startKey, string endKey, int pageSize, string bookmark, CancellationToken cancellationToken = default);

    /// <summary>All committed versions of <paramref name="key"/>, newest first.</summary>
    IAsyncEnumerable<KeyVersion> GetHistoryAsync(string key, CancellationToken cancellationToken = default);

    /// <summary>The private value of <paramref name="key"/> in <paramref name="collection"/>, or null when there is none or it has expired.</summary>
    Task<byte[]?> GetPrivateDataAsync(string collection, string key, CancellationToken cancellationToken = default);

    /// <summary>SHA-256 of the private value, which every peer of the channel knows, or null.</summary>
    Task<byte[]?> GetPrivateDataHashAsync(string collection, string key, CancellationToken cancellationToken = default);

    /// <summary>Writes a private value; the transaction carries only the hashes of key and value.</summary>
    Task PutPrivateDataAsync(string collection, string key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default);

    /// <summary>Deletes a private value.</summary>
    Task DeletePrivateDataAsync(string collection, string key, CancellationToken cancellationToken = default);

    /// <summary>All private values from <paramref name="startKey"/> (inclusive) to <paramref name="endKey"/> (exclusive), for queries only: a peer refuses writes and private ranges in one transaction. Empty keys as in <see cref="GetStateByRangeAsync"/>.</summary>
    IAsyncEnumerable<KeyValue> GetPrivateDataByRangeAsync(string collection, string startKey, string endKey, CancellationToken cancellationToken = default);

    /// <summary>Deletes a private value and asks every peer to forget its past versions as well, so that only hashes are left on the ledger. Needs Fabric 2.5.</summary>
    Task PurgePrivateDataAsync(string collection, string key, CancellationToken cancellationToken = default);

    /// <summary>
    /// The rows that <paramref name="query"/>, in the language of the peer's state database, selects. Only peers with CouchDB
    /// have one: a peer with LevelDB, and DevPeer, refuse. The result is not protected against phantoms.
    /// </summary>
    /// <exception cref="StateRequestException">The peer has no query language, or the query is malformed.</exception>
    IAsyncEnumerable<KeyValue> GetQueryResultAsync(string query, CancellationToken cancellationToken = default);

    /// <summary>As <see cref="GetQueryResultAsync"/>, over a private collection, for queries only.</summary>
    IAsyncEnumerable<KeyValue> GetPrivateDataQueryResultAsync(string collection, string query, CancellationToken cancellationToken = default);

    /// <summary>
    /// Calls another chaincode on the same peer, within this transaction. On this channel, what it reads and writes becomes
    /// part of this transaction, under its own namespace, and its endorsement policy must be satisfied too. On another
    /// channel it is a query: whatever it writes is dropped, and what it reads is not checked at commit. Its event is
    /// dropped. A contract must not call itself back on the same channel.
    /// </summary>
    /// <param name="chaincode">The name of the chaincode.</param>
    /// <param name="arguments">Its arguments, the function's name first.</param>
    /// <param name="channel">The channel; empty for this one.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What it answered, a refusal included.</returns>
    /// <exception cref="StateRequestException">It could not be run.</exception>
    Task<ChaincodeResponse> InvokeChaincodeAsync(
        string chaincode, IReadOnlyList<ReadOnlyMemory<byte>> arguments, string channel = "", CancellationToken cancellationToken = default);

    /// <summary>
    /// The policy that must endorse every write of <paramref name="key"/>, in place of the chaincode's own; null where there
    /// is none. Reads the key: a commit fails when its value or its policy changed meanwhile.
    /// </summary>
    /// <exception cref="StateRequestException">The peer refused, or keeps a policy that cannot be read.</exception>
    Task<SignaturePolicy?> GetStateValidationParameterAsync(string key, CancellationToken cancellationToken = default);

    /// <summary>
    /// Puts the writes of <paramref name="key"/>, and further changes of its policy, under <paramref name="policy"/> from
    /// the next block on; null puts the key back under the chaincode's policy. This change itself must satisfy the policy
    /// in force. Without effect on a key that neither exists nor is written by this transaction; lost when the key is deleted.
    /// </summary>
    Task SetStateValidationParameterAsync(string key, SignaturePolicy? policy, CancellationToken cancellationToken = default);

    /// <summary>As <see cref="GetStateValidationParameterAsync"/>, for a private value.</summary>
    Task<SignaturePolicy?> GetPrivateDataValidationParameterAsync(string collection, string key, CancellationToken cancellationToken = default);

    /// <summary>As <see cref="SetStateValidationParameterAsync"/>, for a private value.</summary>
    Task SetPrivateDataValidationParameterAsync(string collection, string key, SignaturePolicy? policy, CancellationToken cancellationToken = default);

    /// <summary>The event of this transaction; a later call replaces an earlier one. Delivered only if the transaction is valid.</summary>
    void SetEvent(string name, ReadOnlyMemory<byte> payload);
}
