using Microsoft.Data.Sqlite;

namespace FLChain.DevPeer.Ledger;

/// <summary>A connection that snapshots take turns on.</summary>
internal sealed class LedgerReader : IDisposable
{
    private readonly SqliteConnection connection;

    public LedgerReader(string path)
    {
        connection = LedgerConnection.OpenReader(path);
        State = new StateQueries(connection);
        Blocks = new BlockQueries(connection);
    }

    public StateQueries State { get; }

    public BlockQueries Blocks { get; }

    // SQLite pins the snapshot at the first read after BEGIN; the tip is read at once.
    public void Begin() => LedgerConnection.Execute(connection, "BEGIN DEFERRED");

    public void End() => LedgerConnection.Execute(connection, "COMMIT");

    public void Dispose()
    {
        State.Dispose();
        Blocks.Dispose();
        connection.Dispose();
    }
}
