using FLChain.DevPeer.Ledger;

namespace FLChain.DevPeer.Ordering;

/// <summary>Tells those who wait for a transaction what became of it. Safe for concurrent use.</summary>
internal sealed class TransactionWatch(LedgerStore ledger)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Waiting> waiting = new(StringComparer.Ordinal);
    private bool closed;

    /// <summary>Where a transaction stands; waits for it when no block holds it yet.</summary>
    /// <exception cref="ObjectDisposedException">No more blocks will be committed.</exception>
    public async Task<TransactionLocation> WaitAsync(string transactionId, CancellationToken cancellationToken)
    {
        // Listens first and looks then: a commit in between is not missed.
        var commit = Join(transactionId);
        try
        {
            using (var snapshot = await ledger.OpenQueryAsync(cancellationToken))
            {
                if (snapshot.Blocks.FindTransaction(transactionId) is { } found)
                    return found;
            }
            return await commit.WaitAsync(cancellationToken);
        }
        finally
        {
            Leave(transactionId);
        }
    }

    public void Publish(string transactionId, TransactionLocation location)
    {
        lock (gate)
        {
            if (waiting.TryGetValue(transactionId, out var entry))
                entry.Source.TrySetResult(location);
        }
    }

    /// <summary>Ends all waiting: no more blocks will come.</summary>
    public void Close()
    {
        lock (gate)
        {
            closed = true;
            foreach (var entry in waiting.Values)
                entry.Source.TrySetException(new ObjectDisposedException(nameof(TransactionWatch)));
        }
    }

    private Task<TransactionLocation> Join(string transactionId)
    {
        lock (gate)
        {
            if (!waiting.TryGetValue(transactionId, out var entry))
                waiting[transactionId] = entry = new Waiting();
            if (closed)
                entry.Source.TrySetException(new ObjectDisposedException(nameof(TransactionWatch)));
            entry.Count++;
            return entry.Source.Task;
        }
    }

    private void Leave(string transactionId)
    {
        lock (gate)
        {
            var entry = waiting[transactionId];
            if (--entry.Count > 0)
                return;
            waiting.Remove(transactionId);
            _ = entry.Source.Task.Exception; // observed: nobody has to be waiting any more
        }
    }

    private sealed class Waiting
    {
        public TaskCompletionSource<TransactionLocation> Source { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Count { get; set; }
    }
}
