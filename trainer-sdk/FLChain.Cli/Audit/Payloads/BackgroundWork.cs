using System.Runtime.ExceptionServices;

namespace FLChain.Cli.Audit.Payloads;

/// <summary>Runs work beside the audit's main line, so much at once; whoever brings more waits.</summary>
internal sealed class BackgroundWork(int degree) : IDisposable
{
    private readonly SemaphoreSlim _slots = new(degree, degree);
    private ExceptionDispatchInfo? _failure;

    public async Task AddAsync(Action work, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        _ = Task.Run(
            () =>
            {
                try
                {
                    work();
                }
                catch (Exception exception)
                {
                    Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(exception), null);
                }
                finally
                {
                    _slots.Release();
                }
            },
            CancellationToken.None);
    }

    /// <summary>Waits until all is done; throws what the first failure threw.</summary>
    public async Task FinishAsync()
    {
        for (var slot = 0; slot < degree; slot++) await _slots.WaitAsync(CancellationToken.None);
        _slots.Release(degree);
        _failure?.Throw();
    }

    public void Dispose() => _slots.Dispose();
}
