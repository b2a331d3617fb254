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
    /// <summary>Proposals simulated at once; each holds its snapshot for as long as the chaincode takes.</summary>
    public const int SimulationSnapshots = 64;

    /// <summary>Look-ups at once. They are short, and a pool of their own keeps them from waiting behind simulations.</summary>
    private const int QuerySnapshots = 16;

    /// <summary>Size of the write-ahead log from which on a commit tries to fold it back into the database file.</summary>
    private const long DefaultLogLimitBytes = 64L << 20;

    private static readonly TimeSpan CheckpointPatience = TimeSpan.FromSeconds(1);

    private readonly string path;
    private readonly FileStream ownership;
    private readonly SqliteConnection connection;
    private readonly BlockWriter writer;
    private readonly SnapshotPool simulations;
    private readonly SnapshotPool queries;
    private readonly long logLimitBytes;
    private long foldAtBytes;
    private readonly ILogger logger;

    private LedgerStore(string directory, FileStream ownership, SqliteConnection connection, long logLimitBytes, ILogger logger)
    {
        this.logLimitBytes = logLimitBytes;
        foldAtBytes = logLimitBytes;
        path = Path.Combine(directory, "ledger.db");
        this.ownership = ownership;
        this.connection = connection;
        this.logger = logger;
        writer = new BlockWriter(connection);
        State = new StateQueries(connection);
        Blocks = new BlockQueries(connection);
        simulations = new SnapshotPool(path, SimulationSnapshots);
        queries = new SnapshotPool(path, QuerySnapshots);
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
    public static LedgerStore Open(string directory, bool durable, ILogger logger, long logLimitBytes = DefaultLogLimitBytes)
    {
        Directory.CreateDirectory(directory);
        var ownership = new FileStream(Path.Combine(directory, "ledger.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        SqliteConnection? connection = null;
        try
        {
            connection = LedgerConnection.OpenWriter(Path.Combine(directory, "ledger.db"), durable);
            EnsureSchema(connection);
            LedgerTail.Verify(connection);
            return new LedgerStore(directory, ownership, connection, logLimitBytes, logger);
        }
        catch
        {
            connection?.Dispose();
            ownership.Dispose();
            throw;
        }
    }

    /// <summary>A snapshot to simulate on.</summary>
    public ValueTask<LedgerSnapshot> OpenSimulationAsync(CancellationToken cancellationToken) => simulations.OpenAsync(cancellationToken);

    /// <summary>A snapshot for a look-up of a few milliseconds.</summary>
    public ValueTask<LedgerSnapshot> OpenQueryAsync(CancellationToken cancellationToken) => queries.OpenAsync(cancellationToken);

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
        await TryRunAloneAsync(static () => Task.FromResult(true));
        simulations.Dispose();
        queries.Dispose();
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
        if (!log.Exists || log.Length < foldAtBytes)
            return;
        var folded = await TryRunAloneAsync(() =>
        {
            LedgerConnection.Execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
            return Task.FromResult(true);
        });
        // A chaincode that takes long may hold its snapshot for half a minute: not every commit shall wait for it.
        foldAtBytes = folded ? logLimitBytes : log.Length + logLimitBytes;
        if (!folded)
            LedgerLog.CheckpointPostponed(logger, log.Length);
    }

    private Task<bool> TryRunAloneAsync(Func<Task<bool>> action) =>
        simulations.TryRunAloneAsync(() => queries.TryRunAloneAsync(action, CheckpointPatience), CheckpointPatience);
}
