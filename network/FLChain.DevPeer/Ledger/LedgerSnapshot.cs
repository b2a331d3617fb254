namespace FLChain.DevPeer.Ledger;

/// <summary>
/// The ledger as it was when the snapshot was opened: commits that come later are not seen. Holds one reader connection;
/// dispose it soon. Not safe for concurrent use.
/// </summary>
internal sealed class LedgerSnapshot : IDisposable
{
    private readonly SnapshotPool pool;
    private readonly LedgerReader reader;
    private bool disposed;

    public LedgerSnapshot(SnapshotPool pool, LedgerReader reader)
    {
        this.pool = pool;
        this.reader = reader;
        reader.Begin();
        Tip = reader.Blocks.GetTip();
    }

    public ChainTip Tip { get; }

    public StateQueries State => reader.State;

    public BlockQueries Blocks => reader.Blocks;

    public void Dispose()
    {
        if (disposed)
            return;
        disposed = true;
        reader.End();
        pool.Return(reader);
    }
}
