using System.Text;
using FLChain.Core.Encoding;
using Microsoft.Data.Sqlite;

namespace FLChain.Gateway.Index;

/// <summary>Reads records of the contracts' state by their keys.</summary>
internal static class RecordQueries
{
    private const string Columns = "s.value, s.block, s.position, t.id, t.at";
    private const string Joined = "state s JOIN transactions t ON t.block = s.block AND t.position = s.position";

    /// <summary>The record under a key; null when there is none.</summary>
    public static Recorded<T>? Find<T>(this IndexSession session, string key)
    {
        using var rows = session.Query($"SELECT {Columns} FROM {Joined} WHERE s.key = $1", Bytes(key));
        return rows.Read() ? Record<T>(rows) : null;
    }

    /// <summary>Records of a range in the order of their keys, after a key of it, at most <paramref name="limit"/>.</summary>
    /// <param name="session">Session.</param>
    /// <param name="range">The range.</param>
    /// <param name="after">Key of the last record of the page before; null for the first page.</param>
    /// <param name="limit">1 or more.</param>
    /// <param name="descending">From the end of the range to its start.</param>
    public static IReadOnlyList<(string Key, Recorded<T> Record)> List<T>(
        this IndexSession session, LedgerKeyRange range, string? after, int limit, bool descending = false)
    {
        var (start, end) = descending ? (range.Start, after ?? range.End) : (after is null ? range.Start : after + '\0', range.End);
        using var rows = session.Query(
            $"SELECT {Columns}, s.key FROM {Joined} WHERE s.key >= $1 AND s.key < $2 ORDER BY s.key {(descending ? "DESC" : "ASC")} LIMIT $3",
            Bytes(start), Bytes(end), limit);
        var records = new List<(string, Recorded<T>)>();
        while (rows.Read()) records.Add((Encoding.UTF8.GetString(rows.GetFieldValue<byte[]>(5)), Record<T>(rows)));
        return records;
    }

    /// <summary>How many records a range has.</summary>
    public static long Count(this IndexSession session, LedgerKeyRange range) =>
        (long)session.Scalar("SELECT COUNT(*) FROM state WHERE key >= $1 AND key < $2", Bytes(range.Start), Bytes(range.End))!;

    /// <summary>A record's bytes as they are on the ledger, which the Merkle tree is over; null when there is none.</summary>
    public static byte[]? FindBytes(this IndexSession session, string key) =>
        session.Scalar("SELECT value FROM state WHERE key = $1", Bytes(key)) as byte[];

    /// <summary>A record's bytes once a block had taken effect; null when it was not there, or has no history.</summary>
    public static byte[]? FindBytesAt(this IndexSession session, string key, ulong block)
    {
        using var rows = session.Query(
            "SELECT value FROM history WHERE key = $1 AND block <= $2 ORDER BY block DESC, position DESC LIMIT 1", Bytes(key), (long)block);
        return rows.Read() && !rows.IsDBNull(0) ? rows.GetFieldValue<byte[]>(0) : null;
    }

    /// <summary>Keys of the models and trainers that blocks from one number on, and before another, changed.</summary>
    public static IReadOnlyList<string> KeysChanged(this IndexSession session, ulong from, ulong before)
    {
        using var rows = session.Query(
            "SELECT DISTINCT key FROM history WHERE block >= $1 AND block < $2 AND ((key >= $3 AND key < $4) OR (key >= $5 AND key < $6))",
            (long)from, (long)before, Bytes(Keys.Models.Start), Bytes(Keys.Models.End), Bytes(Keys.Trainers.Start), Bytes(Keys.Trainers.End));
        var keys = new List<string>();
        while (rows.Read()) keys.Add(Encoding.UTF8.GetString(rows.GetFieldValue<byte[]>(0)));
        return keys;
    }

    /// <summary>Versions of a record, the newest first, before a place on the ledger; at most <paramref name="limit"/>. Where it was deleted there is no version.</summary>
    public static IReadOnlyList<Recorded<T>> History<T>(this IndexSession session, string key, (long Block, int Position)? before, int limit)
    {
        var (block, position) = before ?? (long.MaxValue, 0);
        using var rows = session.Query(
            """
            SELECT s.value, s.block, s.position, t.id, t.at
            FROM history s JOIN transactions t ON t.block = s.block AND t.position = s.position
            WHERE s.key = $1 AND (s.block, s.position) < ($2, $3) AND s.value IS NOT NULL
            ORDER BY s.block DESC, s.position DESC LIMIT $4
            """,
            Bytes(key), block, position, limit);
        var versions = new List<Recorded<T>>();
        while (rows.Read()) versions.Add(Record<T>(rows));
        return versions;
    }

    /// <summary>Versions of all records of a range, the newest first, before a place on the ledger; at most <paramref name="limit"/>.</summary>
    public static IReadOnlyList<Recorded<T>> HistoryOfRange<T>(this IndexSession session, LedgerKeyRange range, (long Block, int Position)? before, int limit)
    {
        var (block, position) = before ?? (long.MaxValue, 0);
        using var rows = session.Query(
            """
            SELECT s.value, s.block, s.position, t.id, t.at
            FROM history s JOIN transactions t ON t.block = s.block AND t.position = s.position
            WHERE s.key >= $1 AND s.key < $2 AND (s.block, s.position) < ($3, $4) AND s.value IS NOT NULL
            ORDER BY s.block DESC, s.position DESC LIMIT $5
            """,
            Bytes(range.Start), Bytes(range.End), block, position, limit);
        var versions = new List<Recorded<T>>();
        while (rows.Read()) versions.Add(Record<T>(rows));
        return versions;
    }

    /// <summary>Blocks that the session sees.</summary>
    public static long Blocks(this IndexSession session) => (long)(session.Scalar("SELECT MAX(number) FROM blocks") ?? -1L) + 1;

    public static byte[] Bytes(string key) => Encoding.UTF8.GetBytes(key);

    private static Recorded<T> Record<T>(SqliteDataReader rows) =>
        new(CanonicalJson.Decode<T>(rows.GetFieldValue<byte[]>(0)), rows.GetInt64(1), rows.GetInt32(2), rows.GetString(3), rows.GetInt64(4));
}
