using System.Collections.Concurrent;

namespace FLChain.DevPeer.Ledger;

/// <summary>Hands out ledger snapshots, at most <paramref name="capacity"/> at a time; further callers wait their turn.</summary>
/// <param name="path">The ledger's database file.</param>
/// <param name="capacity">Snapshots open at once. Each costs a connection with a page cache of 1 MiB.</param>
internal sealed class SnapshotPool(string path, int capacity) : IDisposable
{
    private readonly ConcurrentBag<LedgerReader> idle = [];
    private readonly SemaphoreSlim permits = new(capacity);
    private volatile bool disposed;

    public async ValueTask<LedgerSnapshot> OpenAsync(CancellationToken cancellationToken)
    {
        await permits.WaitAsync(cancellationToken);
        LedgerReader? reader = null;
        try
        {
            if (!idle.TryTake(out reader))
                reader = new LedgerReader(path);
            return new LedgerSnapshot(this, reader);
        }
        catch
        {
            reader?.Dispose();
            permits.Release();
            throw;
        }
    }

    /// <summary>
    /// Runs <paramref name="action"/> while no snapshot of this pool is open. Gives up, and returns false, when the open
    /// ones are not all closed within <paramref name="patience"/>; what the action says is returned otherwise.
    /// </summary>
    public async Task<bool> TryRunAloneAsync(Func<Task<bool>> action, TimeSpan patience)
    {
        using var timeout = new CancellationTokenSource(patience);
        var taken = 0;
        try
        {
            for (; taken < capacity; taken++)
                await permits.WaitAsync(timeout.Token);
            return await action();
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return false;
        }
        finally
        {
            if (taken > 0)
                permits.Release(taken);
        }
    }

    public void Dispose()
    {
        disposed = true;
        foreach (var reader in idle)
            reader.Dispose();
        permits.Dispose();
    }

    internal void Return(LedgerReader reader)
    {
        if (disposed)
        {
            reader.Dispose();
            return;
        }
        idle.Add(reader);
        permits.Release();
    }
}
