using FLChain.Fabric.Policies;
using Google.Protobuf;
using Microsoft.Data.Sqlite;

namespace FLChain.DevPeer.Ledger;

/// <summary>Reads the world state over one connection. Not safe for concurrent use.</summary>
internal sealed class StateQueries(SqliteConnection connection) : IKeyMetadata, IDisposable
{
    // No UTF-8 text holds the byte 0xFF, so this lies behind every key.
    private static readonly byte[] BehindEveryKey = [0xFF];

    private readonly PreparedQuery state = new(
        connection, "SELECT value, block, position FROM state WHERE namespace = $1 AND key = $2", 2);

    private readonly PreparedQuery version = new(
        connection, "SELECT block, position FROM state WHERE namespace = $1 AND key = $2", 2);

    private readonly PreparedQuery range = new(
        connection,
        "SELECT key, value, block, position FROM state WHERE namespace = $1 AND key >= $2 AND key < $3 ORDER BY key",
        3);

    private readonly PreparedQuery versions = new(
        connection,
        "SELECT key, block, position FROM state WHERE namespace = $1 AND key >= $2 AND key < $3 ORDER BY key",
        3);

    private readonly PreparedQuery privateValue = new(
        connection,
        "SELECT value, block, position FROM private_state WHERE namespace = $1 AND collection = $2 AND key = $3",
        3);

    private readonly PreparedQuery privateHash = new(
        connection,
        "SELECT value_hash, block, position FROM private_hashes WHERE namespace = $1 AND collection = $2 AND key_hash = $3",
        3);

    private readonly PreparedQuery privateRange = new(
        connection,
        """
        SELECT key, value, block, position FROM private_state
        WHERE namespace = $1 AND collection = $2 AND key >= $3 AND key < $4 ORDER BY key
        """,
        4);

    // Few keys have any, and these queries run on an index of just those.
    private readonly PreparedQuery metadata = new(
        connection, "SELECT metadata FROM state WHERE namespace = $1 AND key = $2 AND metadata IS NOT NULL", 2);

    private readonly PreparedQuery privateMetadata = new(
        connection,
        "SELECT metadata FROM private_hashes WHERE namespace = $1 AND collection = $2 AND key_hash = $3 AND metadata IS NOT NULL",
        3);

    private readonly PreparedQuery history = new(
        connection,
        """
        SELECT h.block, h.position, e.envelope FROM history h
        JOIN envelopes e ON e.block = h.block AND e.position = h.position
        WHERE h.namespace = $1 AND h.key = $2 AND (h.block, h.position) < ($3, $4)
        ORDER BY h.block DESC, h.position DESC
        """,
        4);

    public StateValue? GetState(string chaincode, string key) =>
        Single(state.Read(chaincode, LedgerConnection.KeyBytes(key)));

    public StateVersion? GetStateVersion(string chaincode, string key)
    {
        using var reader = version.Read(chaincode, LedgerConnection.KeyBytes(key));
        return reader.Read() ? VersionAt(reader, 0) : null;
    }

    public ByteString? Find(string chaincode, string key) => Bytes(metadata.Read(chaincode, LedgerConnection.KeyBytes(key)));

    public ByteString? FindPrivate(string chaincode, string collection, ByteString keyHash) =>
        Bytes(privateMetadata.Read(chaincode, collection, keyHash.ToByteArray()));

    /// <summary>Rows from <paramref name="start"/> up to <paramref name="endKey"/> (exclusive; empty for the end of the namespace).</summary>
    public StateSlice GetRange(string chaincode, RangeStart start, string endKey, int maxRows, int maxBytes) =>
        Slice(range.Read(chaincode, start.ToBytes(), EndBytes(endKey)), maxRows, maxBytes);

    /// <summary>Keys and versions of a range, one at a time: nothing is held in memory.</summary>
    public IEnumerable<(string Key, StateVersion Version)> GetRangeVersions(string chaincode, string startKey, string endKey, bool endInclusive)
    {
        var end = EndBytes(endKey);
        if (endInclusive)
            end = [.. LedgerConnection.KeyBytes(endKey), 0];
        using var reader = versions.Read(chaincode, LedgerConnection.KeyBytes(startKey), end);
        while (reader.Read())
            yield return (LedgerConnection.KeyText(reader.GetFieldValue<byte[]>(0)), VersionAt(reader, 1));
    }

    public StateValue? GetPrivate(string chaincode, string collection, string key) =>
        Single(privateValue.Read(chaincode, collection, LedgerConnection.KeyBytes(key)));

    public StateValue? GetPrivateHash(string chaincode, string collection, byte[] keyHash) =>
        Single(privateHash.Read(chaincode, collection, keyHash));

    public StateSlice GetPrivateRange(string chaincode, string collection, RangeStart start, string endKey, int maxRows, int maxBytes) =>
        Slice(privateRange.Read(chaincode, collection, start.ToBytes(), EndBytes(endKey)), maxRows, maxBytes);

    /// <summary>The writers of <paramref name="key"/> before <paramref name="before"/>, newest first, and whether there are more.</summary>
    public (IReadOnlyList<HistoryEntry> Entries, bool HasMore) GetHistory(string chaincode, string key, StateVersion? before, int maxRows, int maxBytes)
    {
        var block = before is null ? long.MaxValue : (long)before.Value.Block;
        var position = before is null ? long.MaxValue : (long)before.Value.Position;
        using var reader = history.Read(chaincode, LedgerConnection.KeyBytes(key), block, position);
        var entries = new List<HistoryEntry>();
        var bytes = 0L;
        while (reader.Read())
        {
            if (entries.Count == maxRows || bytes >= maxBytes)
                return (entries, true);
            var envelope = reader.GetFieldValue<byte[]>(2);
            bytes += envelope.Length;
            entries.Add(new HistoryEntry(VersionAt(reader, 0), envelope));
        }
        return (entries, false);
    }

    public void Dispose()
    {
        foreach (var query in new[] { state, version, range, versions, privateValue, privateHash, privateRange, metadata, privateMetadata, history })
            query.Dispose();
    }

    private static ByteString? Bytes(SqliteDataReader reader)
    {
        using (reader)
            return reader.Read() ? UnsafeByteOperations.UnsafeWrap(reader.GetFieldValue<byte[]>(0)) : null;
    }

    private static StateValue? Single(SqliteDataReader reader)
    {
        using (reader)
            return reader.Read() ? new StateValue(reader.GetFieldValue<byte[]>(0), VersionAt(reader, 1)) : null;
    }

    private static StateSlice Slice(SqliteDataReader reader, int maxRows, int maxBytes)
    {
        using (reader)
        {
            var rows = new List<StateRow>();
            var bytes = 0L;
            while (reader.Read())
            {
                if (rows.Count == maxRows || bytes >= maxBytes)
                    return new StateSlice(rows, true);
                var value = reader.GetFieldValue<byte[]>(1);
                bytes += value.Length;
                rows.Add(new StateRow(LedgerConnection.KeyText(reader.GetFieldValue<byte[]>(0)), value, VersionAt(reader, 2)));
            }
            return new StateSlice(rows, false);
        }
    }

    private static StateVersion VersionAt(SqliteDataReader reader, int ordinal) =>
        new((ulong)reader.GetInt64(ordinal), (ulong)reader.GetInt64(ordinal + 1));

    private static byte[] EndBytes(string endKey) =>
        endKey.Length == 0 ? BehindEveryKey : LedgerConnection.KeyBytes(endKey);
}
