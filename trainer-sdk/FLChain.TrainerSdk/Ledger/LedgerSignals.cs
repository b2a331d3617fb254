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
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(1);

    /// <summary>Whoever waits for this waits for every model.</summary>
    public const string AnyModel = "*";

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _listening;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, TaskCompletionSource> _next = new(StringComparer.Ordinal);

    /// <param name="events">The stream of events from now on, reconnecting by itself: name and payload.</param>
    public LedgerSignals(Func<CancellationToken, IAsyncEnumerable<byte[]>> events) => _listening = ListenAsync(events);

    /// <summary>Repeats <paramref name="check"/> whenever something happens to the model until it gives an answer.</summary>
    public async Task<T> UntilAsync<T>(string fid, Func<CancellationToken, Task<T?>> check, CancellationToken cancellationToken)
        where T : class
    {
        while (true)
        {
            // Taken before the look, so that what happens during the look is not missed.
            var next = NextOf(fid);
            if (await check(cancellationToken) is { } answer) return answer;
            await Task.WhenAny(next, Task.Delay(LongestSleep, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _listening;
        _stop.Dispose();
    }

    private Task NextOf(string fid)
    {
        lock (_lock)
        {
            if (!_next.TryGetValue(fid, out var source))
                _next[fid] = source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return source.Task;
        }
    }

    private async Task ListenAsync(Func<CancellationToken, IAsyncEnumerable<byte[]>> events)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await foreach (var payload in events(_stop.Token)) Wake(payload);
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

    private void Wake(byte[] payload)
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
        TaskCompletionSource? woken, wokenByAny;
        lock (_lock)
        {
            _next.Remove(happened.Fid, out woken);
            _next.Remove(AnyModel, out wokenByAny);
        }

        woken?.SetResult();
        wokenByAny?.SetResult();
    }
}
