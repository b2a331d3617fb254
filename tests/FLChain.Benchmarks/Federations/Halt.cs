namespace FLChain.Benchmarks.Federations;

/// <summary>
/// Halts all scripts of a federation before chosen iterations, so that something else has the machine to itself, or the
/// ledger can be filled, between iterations that are measured. Safe for concurrent use.
/// </summary>
/// <param name="trainers">Scripts that come.</param>
/// <param name="before">The iterations before which they wait.</param>
/// <param name="work">What they wait for.</param>
internal sealed class Halt(int trainers, IReadOnlyCollection<int> before, Func<CancellationToken, Task> work)
{
    // The trainers prepare their next masks beside the scripts.
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(500);

    private readonly Lock _lock = new();
    private TaskCompletionSource _over = New();
    private int _waiting;

    /// <summary>Returns at once, or when all scripts have come and the work is done.</summary>
    public async Task BeforeAsync(int iteration, CancellationToken cancellationToken)
    {
        if (!before.Contains(iteration)) return;
        TaskCompletionSource over;
        bool isLast;
        lock (_lock)
        {
            over = _over;
            isLast = ++_waiting == trainers;
            if (isLast) (_over, _waiting) = (New(), 0);
        }

        if (!isLast)
        {
            await over.Task.WaitAsync(cancellationToken);
            return;
        }

        await Task.Delay(Settling, cancellationToken);
        await work(cancellationToken);
        over.SetResult();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
