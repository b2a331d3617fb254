using Microsoft.Data.Sqlite;

namespace FLChain.Gateway.Users;

/// <summary>
/// gateway.db: what does not follow from the ledger, which is users, invitations, judges' and purchases' keys, evidence, and what
/// became of requests with an idempotency key. Every use takes a connection of its own, so it is safe for concurrent use.
/// </summary>
internal sealed class GatewayDatabase
{
    private const int FormatVersion = 4;
    private const int BusyTimeoutSeconds = 30;

    private const string CreateTables = """
        CREATE TABLE users(
            name TEXT PRIMARY KEY COLLATE NOCASE, password TEXT NOT NULL, roles INTEGER NOT NULL, msp TEXT NOT NULL, certificate TEXT NOT NULL,
            party TEXT NOT NULL UNIQUE, sealed_key BLOB, stamp TEXT NOT NULL, disabled INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE invitations(
            token_hash BLOB PRIMARY KEY, name TEXT NOT NULL COLLATE NOCASE, roles INTEGER NOT NULL, msp TEXT NOT NULL, certificate TEXT NOT NULL,
            sealed_key BLOB, expires INTEGER NOT NULL, judges INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE requests(
            user TEXT NOT NULL, key TEXT NOT NULL, fingerprint BLOB NOT NULL, at INTEGER NOT NULL, prepared BLOB,
            status INTEGER, content_type TEXT, body BLOB, PRIMARY KEY(user, key)) WITHOUT ROWID;
        CREATE INDEX requests_at ON requests(at);
        """;

    private const string CreateJudgeKeys = "CREATE TABLE judge_keys(user TEXT PRIMARY KEY COLLATE NOCASE, sealed_key BLOB NOT NULL) WITHOUT ROWID";

    private const string CreatePurchases = """
        CREATE TABLE purchase_keys(public_key BLOB PRIMARY KEY, user TEXT NOT NULL COLLATE NOCASE, sealed_key BLOB NOT NULL) WITHOUT ROWID;
        CREATE TABLE evidence(digest TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID;
        """;

    private readonly string _connectionString;

    /// <summary>Opens the file, which is made when it is missing.</summary>
    /// <exception cref="InvalidDataException">The file is of another version of the gateway.</exception>
    /// <exception cref="SqliteException">The file is no database, or cannot be written.</exception>
    public GatewayDatabase(string path)
    {
        _connectionString = new SqliteConnectionStringBuilder { DataSource = path, DefaultTimeout = BusyTimeoutSeconds }.ToString();
        using var session = Open();
        session.Execute("PRAGMA journal_mode = WAL");
        session.Begin(write: true);
        var version = (long)session.Scalar("PRAGMA user_version")!;
        if (version is < 0 or > FormatVersion) throw new InvalidDataException($"'{path}' has the format {version}; this gateway reads {FormatVersion}");
        if (version == FormatVersion) return;
        Bring(session, version);
        session.Execute($"PRAGMA user_version = {FormatVersion}");
        session.Commit();
    }

    /// <summary>A session with its own connection, which is closed with it. A request that was answered is on disk: losing it could mean paying twice.</summary>
    public IndexSession Open()
    {
        var connection = new SqliteConnection(_connectionString);
        connection.Open();
        var session = new IndexSession(connection, null);
        session.Execute("PRAGMA synchronous = FULL");
        return session;
    }

    private static void Bring(IndexSession session, long version)
    {
        if (version == 0) session.Execute(CreateTables);
        else session.Execute("ALTER TABLE invitations ADD COLUMN judges INTEGER NOT NULL DEFAULT 0");

        // Answers of the first format were not encrypted, and its fingerprints had no key.
        if (version == 1) session.Execute("DELETE FROM requests");
        if (version < 2) session.Execute(CreateJudgeKeys);
        if (version < 3) session.Execute(CreatePurchases);
    }
}
