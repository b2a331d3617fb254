using FLChain.Core.Encoding;
using FLChain.Core.Events;

namespace FLChain.TrainerSdk.Ledger;

/// <summary>
/// Wakes whoever waits for the ledger to change. One stream of chaincode events serves a whole session; because a stream
/// can break, whoever waits also looks by itself now and then.
/// </summary>
internal sealed class LedgerSignals : IAsyncDisposable
{
    /// <summary>How long a waiter sleeps at most when no event comes.</summary>
    public static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(1);

    /// <summary>Whoever waits for this waits for every model.</summary>
    public const string AnyModel = "*";

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _listening;
    private readonly Lock _lock = new();
    private readonly List<LedgerListener> _listeners = [];

    /// <param name="events">The stream of events from now on, reconnecting by itself: name and payload.</param>
    public LedgerSignals(Func<CancellationToken, IAsyncEnumerable<(string Name, byte[] Payload)>> events) => _listening = ListenAsync(events);

    /// <summary>Repeats <paramref name="check"/> whenever something happens to the model until it gives an answer.</summary>
    /// <param name="fid">The model, or <see cref="AnyModel"/>.</param>
    /// <param name="check">Looks at the ledger; null when what is awaited is not there yet.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<T> UntilAsync<T>(string fid, Func<CancellationToken, Task<T?>> check, CancellationToken cancellationToken)
        where T : class
    {
        // Listens before the look, so that what happens during the look is not missed.
        using var listener = Listen(fid);
        while (true)
        {
            if (await check(cancellationToken) is { } answer) return answer;
            await listener.WaitAsync((_, _) => true, LongestSleep, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _listening;
        _stop.Dispose();
    }

    /// <summary>Hears of everything that happens to a model from now on; dispose it to stop.</summary>
    /// <param name="fid">The model, or <see cref="AnyModel"/>.</param>
    public LedgerListener Listen(string fid)
    {
        var listener = new LedgerListener(fid, Forget);
        lock (_lock) _listeners.Add(listener);
        return listener;
    }

    private void Forget(LedgerListener listener)
    {
        lock (_lock) _listeners.Remove(listener);
    }

    private async Task ListenAsync(Func<CancellationToken, IAsyncEnumerable<(string Name, byte[] Payload)>> events)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await foreach (var (name, payload) in events(_stop.Token)) Tell(name, payload);
            }
            catch (Exception) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error) when (error is Fabric.Client.FabricException or Fabric.Grpc.GrpcException or IOException)
            {
                // The waiters look by themselves meanwhile.
                await Task.Delay(LongestSleep, _stop.Token).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            }
        }
    }

    private void Tell(string name, byte[] payload)
    {
        LedgerEvent happened;
        try
        {
            happened = CanonicalJson.Decode<LedgerEvent>(payload);
        }
        catch (CanonicalFormatException)
        {
            return;
        }

        if (happened.Fid is null) return;
        lock (_lock)
            foreach (var listener in _listeners)
                if (listener.Fid == happened.Fid || listener.Fid == AnyModel)
                    listener.Hear(name, happened);
    }
}
