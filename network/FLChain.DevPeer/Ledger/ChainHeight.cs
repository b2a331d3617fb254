namespace FLChain.DevPeer.Ledger;

/// <summary>The number of committed blocks, and a way to wait for more. Safe for concurrent use.</summary>
internal sealed class ChainHeight(ulong initial)
{
    private readonly Lock gate = new();
    private TaskCompletionSource next = NewSource();
    private ulong height = initial;
    private bool closed;

    public ulong Current
    {
        get
        {
            lock (gate)
                return height;
        }
    }

    /// <summary>Returns when block <paramref name="number"/> is committed.</summary>
    /// <exception cref="ObjectDisposedException">The ledger is being closed.</exception>
    public async Task WaitForBlockAsync(ulong number, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task advanced;
            lock (gate)
            {
                ObjectDisposedException.ThrowIf(closed, this);
                if (number < height)
                    return;
                advanced = next.Task;
            }
            await advanced.WaitAsync(cancellationToken);
        }
    }

    public void Advance(ulong newHeight)
    {
        TaskCompletionSource reached;
        lock (gate)
        {
            height = newHeight;
            reached = next;
            next = NewSource();
        }
        reached.TrySetResult();
    }

    /// <summary>Wakes everyone who waits; they end with an exception.</summary>
    public void Close()
    {
        lock (gate)
            closed = true;
        next.TrySetResult();
    }

    // Waiters must not run on the committing thread: a slow one would hold up the next block.
    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
