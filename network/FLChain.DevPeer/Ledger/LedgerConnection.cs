using System.Text;
using Microsoft.Data.Sqlite;

namespace FLChain.DevPeer.Ledger;

/// <summary>Opens SQLite files the way a ledger needs them.</summary>
internal static class LedgerConnection
{
    /// <summary>Longest wait for another connection's lock; commits hold the write lock for milliseconds.</summary>
    private const int BusyTimeoutSeconds = 30;

    public static SqliteConnection OpenWriter(string path, bool durable)
    {
        var connection = Open(path, SqliteOpenMode.ReadWriteCreate);
        // A commit survives power loss with FULL; with NORMAL it survives the death of the process only.
        // Deleted private data must not linger in free pages, hence secure_delete.
        Execute(connection, $"""
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = {(durable ? "FULL" : "NORMAL")};
            PRAGMA secure_delete = ON;
            PRAGMA cache_size = -16384;
            """);
        return connection;
    }

    public static SqliteConnection OpenReader(string path)
    {
        var connection = Open(path, SqliteOpenMode.ReadOnly);
        Execute(connection, "PRAGMA cache_size = -1024; PRAGMA query_only = ON;");
        return connection;
    }

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The text comes from constants of this assembly only.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    public static byte[] KeyBytes(string key) => Encoding.UTF8.GetBytes(key);

    public static string KeyText(byte[] key) => Encoding.UTF8.GetString(key);

    private static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var builder = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = BusyTimeoutSeconds,
        };
        var connection = new SqliteConnection(builder.ToString());
        connection.Open();
        return connection;
    }
}
