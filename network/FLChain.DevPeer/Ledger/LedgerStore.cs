using FLChain.Fabric.Protos;
using Google.Protobuf;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace FLChain.DevPeer.Ledger;

/// <summary>
/// The ledger on disk: blocks, state, history and private data in <c>ledger.db</c>, uncommitted private writes in
/// <c>transient.db</c>. One writer at a time; snapshots are safe to open from any thread.
/// </summary>
internal sealed class LedgerStore : IAsyncDisposable
{
    /// <summary>Size of the write-ahead log from which on a commit tries to fold it back into the database file.</summary>
    private const long LogLimitBytes = 64L << 20;

    private static readonly TimeSpan CheckpointPatience = TimeSpan.FromSeconds(1);

    private readonly string path;
    private readonly FileStream ownership;
    private readonly SqliteConnection connection;
    private readonly BlockWriter writer;
    private readonly SnapshotPool snapshots;
    private readonly ILogger logger;

    private LedgerStore(string directory, FileStream ownership, SqliteConnection connection, ILogger logger)
    {
        path = Path.Combine(directory, "ledger.db");
        this.ownership = ownership;
        this.connection = connection;
        this.logger = logger;
        writer = new BlockWriter(connection);
        State = new StateQueries(connection);
        Blocks = new BlockQueries(connection);
        snapshots = new SnapshotPool(path);
        Transient = new TransientStore(Path.Combine(directory, "transient.db"));
        Tip = Blocks.GetTip();
        Height = new ChainHeight(Tip.Height);
    }

    /// <summary>The end of the chain, as of the last commit.</summary>
    public ChainTip Tip { get; private set; }

    /// <summary>The chain's height, for those who wait for the next block.</summary>
    public ChainHeight Height { get; }

    public TransientStore Transient { get; }

    /// <summary>The newest state, for the committing thread only.</summary>
    public StateQueries State { get; }

    /// <summary>The newest blocks, for the committing thread only.</summary>
    public BlockQueries Blocks { get; }

    /// <summary>Opens or creates the ledger in <paramref name="directory"/> and checks that its end fits together.</summary>
    /// <exception cref="LedgerCorruptionException">The last block, its hashes or the state's height disagree.</exception>
    /// <exception cref="IOException">Another process has the ledger open.</exception>
    public static LedgerStore Open(string directory, bool durable, ILogger logger)
    {
        Directory.CreateDirectory(directory);
        var ownership = new FileStream(Path.Combine(directory, "ledger.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        SqliteConnection? connection = null;
        try
        {
            connection = LedgerConnection.OpenWriter(Path.Combine(directory, "ledger.db"), durable);
            EnsureSchema(connection);
            LedgerTail.Verify(connection);
            return new LedgerStore(directory, ownership, connection, logger);
        }
        catch
        {
            connection?.Dispose();
            ownership.Dispose();
            throw;
        }
    }

    public ValueTask<LedgerSnapshot> OpenSnapshotAsync(CancellationToken cancellationToken) => snapshots.OpenAsync(cancellationToken);

    /// <summary>Writes the block durably, then tells those who wait for it.</summary>
    public async Task CommitAsync(CommittedBlock block)
    {
        writer.Write(block);
        Tip = new ChainTip(block.Block.Header.Number + 1, block.HeaderHash, block.CommitHash, block.LastConfigBlock);
        Height.Advance(Tip.Height);
        await FoldLogAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Height.Close();
        await snapshots.TryRunAloneAsync(static () => { }, CheckpointPatience);
        snapshots.Dispose();
        Transient.Dispose();
        writer.Dispose();
        State.Dispose();
        Blocks.Dispose();
        await connection.DisposeAsync();
        await ownership.DisposeAsync();
    }

    private static void EnsureSchema(SqliteConnection connection)
    {
        using var version = connection.CreateCommand();
        version.CommandText = "PRAGMA user_version";
        var found = (long)version.ExecuteScalar()!;
        if (found == LedgerSchema.FormatVersion)
            return;
        if (found != 0)
            throw new LedgerCorruptionException($"The ledger has format {found}; this peer reads format {LedgerSchema.FormatVersion}.");
        LedgerConnection.Execute(connection, $"""
            BEGIN IMMEDIATE;
            {LedgerSchema.CreateTables}
            PRAGMA user_version = {LedgerSchema.FormatVersion};
            COMMIT;
            """);
    }

    // SQLite cannot restart its log while any reader stands in it; under steady load one always does. So once in a while
    // new snapshots wait until the open ones are closed.
    private async Task FoldLogAsync()
    {
        var log = new FileInfo(path + "-wal");
        if (!log.Exists || log.Length < LogLimitBytes)
            return;
        var folded = await snapshots.TryRunAloneAsync(
            () => LedgerConnection.Execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)"), CheckpointPatience);
        if (!folded)
            LedgerLog.CheckpointPostponed(logger, log.Length);
    }
}
