namespace FLChain.Gateway.Index;

/// <summary>Wakes whoever waits for the next block. Safe for concurrent use.</summary>
internal sealed class HeightSignal
{
    private volatile TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when something has changed after this was asked for. Take it before looking, so that nothing is missed.</summary>
    public Task Next => _next.Task;

    public void Raise() => Interlocked.Exchange(ref _next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
}
