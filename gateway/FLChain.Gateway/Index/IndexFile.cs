using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace FLChain.Gateway.Index;

/// <summary>
/// index.db: one connection that writes, and as many that read as there are readers at once. A commit survives the death
/// of the process; after a power loss the last ones may be missing, and are taken from the ledger again.
/// </summary>
internal sealed class IndexFile : IDisposable
{
    private const int BusyTimeoutSeconds = 30;
    private const int MostIdleReaders = 16;

    private readonly ConcurrentBag<IndexSession> _idle = [];
    private bool _disposed;

    private IndexFile(string path, IndexSession writer)
    {
        Path = path;
        Writer = writer;
    }

    public string Path { get; }

    /// <summary>The connection that writes; used by one thread at a time.</summary>
    public IndexSession Writer { get; }

    /// <summary>Opens the file, which is made when it is missing. One of another format, channel or chaincode is emptied first: it is built from the ledger again.</summary>
    /// <exception cref="SqliteException">The file is no database, or cannot be written.</exception>
    public static IndexFile Open(string path, string channel, string chaincode)
    {
        var writer = Connect(path, SqliteOpenMode.ReadWriteCreate);
        try
        {
            writer.Execute("PRAGMA journal_mode = WAL");
            writer.Execute("PRAGMA synchronous = NORMAL");
            writer.Execute("PRAGMA cache_size = -16384");
            if (!IsOf(writer, channel, chaincode)) Create(writer, channel, chaincode);
            return new IndexFile(path, writer);
        }
        catch
        {
            writer.Close();
            throw;
        }
    }

    /// <summary>A connection to an index that is there, whatever it is of.</summary>
    public static IndexSession OpenAsItIs(string path) => Connect(path, SqliteOpenMode.ReadWrite);

    /// <summary>A session that reads, at one state of the index, until it is disposed.</summary>
    public IndexSession Read()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (!_idle.TryTake(out var session))
        {
            session = Connect(Path, SqliteOpenMode.ReadOnly, GiveBack);
            session.Execute("PRAGMA query_only = ON");
            session.Execute("PRAGMA cache_size = -4096");
        }

        session.Begin(write: false);
        return session;
    }

    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryTake(out var session)) session.Close();
        Writer.Close();
    }

    private void GiveBack(IndexSession session)
    {
        if (_disposed || _idle.Count >= MostIdleReaders) session.Close();
        else _idle.Add(session);
    }

    private static bool IsOf(IndexSession session, string channel, string chaincode)
    {
        if (Convert.ToInt32(session.Scalar("PRAGMA user_version"), CultureInfo.InvariantCulture) != IndexSchema.FormatVersion) return false;
        using var origin = session.Query("SELECT channel, chaincode FROM origin");
        return origin.Read() && origin.GetString(0) == channel && origin.GetString(1) == chaincode;
    }

    private static void Create(IndexSession session, string channel, string chaincode)
    {
        session.Begin(write: true);
        var tables = new List<string>();
        using (var names = session.Query("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY sql LIKE 'CREATE VIRTUAL %' DESC"))
            while (names.Read())
                tables.Add(names.GetString(0));

        // A full-text table takes the tables with it in which it keeps its words.
        foreach (var table in tables) session.Execute($"DROP TABLE IF EXISTS \"{table}\"");
        session.Execute(IndexSchema.CreateTables);
        session.Execute("INSERT INTO origin(id, channel, chaincode) VALUES(1, $1, $2)", channel, chaincode);
        session.Execute($"PRAGMA user_version = {IndexSchema.FormatVersion}");
        session.Commit();
    }

    private static IndexSession Connect(string path, SqliteOpenMode mode, Action<IndexSession>? giveBack = null)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = BusyTimeoutSeconds,
        }.ToString());
        connection.Open();
        return new IndexSession(connection, giveBack);
    }
}
