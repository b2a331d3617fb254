using FLChain.DevPeer.Protos;
using Google.Protobuf;
using Microsoft.Data.Sqlite;

namespace FLChain.DevPeer.Ledger;

/// <summary>
/// Private writes of endorsed transactions until their block commits. A file of its own, so that endorsing never waits for
/// a commit; it survives the death of the process, not power loss (a client whose endorsement is lost endorses again).
/// Safe for concurrent use.
/// </summary>
internal sealed class TransientStore : IDisposable
{
    /// <summary>Blocks after which an endorsement that was never submitted is forgotten.</summary>
    public const ulong RetentionBlocks = 1000;

    private const string CreateTables = """
        CREATE TABLE IF NOT EXISTS private_writes(
            id INTEGER PRIMARY KEY, tx_id TEXT NOT NULL, height INTEGER NOT NULL, writes BLOB NOT NULL);
        CREATE INDEX IF NOT EXISTS private_writes_tx_id ON private_writes(tx_id);
        CREATE INDEX IF NOT EXISTS private_writes_height ON private_writes(height);
        """;

    private readonly Lock gate = new();
    private readonly SqliteConnection connection;
    private readonly PreparedQuery insert;
    private readonly PreparedQuery select;
    private readonly PreparedQuery delete;
    private readonly PreparedQuery purge;

    public TransientStore(string path)
    {
        connection = LedgerConnection.OpenWriter(path, durable: false);
        LedgerConnection.Execute(connection, CreateTables);
        insert = new PreparedQuery(connection, "INSERT INTO private_writes(tx_id, height, writes) VALUES($1, $2, $3)", 3);
        select = new PreparedQuery(connection, "SELECT writes FROM private_writes WHERE tx_id = $1 ORDER BY id", 1);
        delete = new PreparedQuery(connection, "DELETE FROM private_writes WHERE tx_id = $1", 1);
        purge = new PreparedQuery(connection, "DELETE FROM private_writes WHERE height < $1", 1);
    }

    public void Put(string transactionId, ulong height, TxPvtReadWriteSet writes)
    {
        lock (gate)
            insert.Execute(transactionId, (long)height, writes.ToByteArray());
    }

    /// <summary>All private write sets endorsed for a transaction: a proposal endorsed twice has two.</summary>
    public IReadOnlyList<TxPvtReadWriteSet> Get(string transactionId)
    {
        lock (gate)
        {
            using var reader = select.Read(transactionId);
            var found = new List<TxPvtReadWriteSet>();
            while (reader.Read())
                found.Add(TxPvtReadWriteSet.Parser.ParseFrom(reader.GetFieldValue<byte[]>(0)));
            return found;
        }
    }

    /// <summary>Forgets the transactions of a committed block, and what was endorsed too long ago.</summary>
    public void Forget(IEnumerable<string> transactionIds, ulong height)
    {
        lock (gate)
        {
            LedgerConnection.Execute(connection, "BEGIN IMMEDIATE");
            foreach (var transactionId in transactionIds)
                delete.Execute(transactionId);
            if (height > RetentionBlocks)
                purge.Execute((long)(height - RetentionBlocks));
            LedgerConnection.Execute(connection, "COMMIT");
        }
    }

    public void Dispose()
    {
        foreach (var query in new[] { insert, select, delete, purge })
            query.Dispose();
        connection.Dispose();
    }
}
