using System.Threading.Channels;
using FLChain.Core.Events;

namespace FLChain.TrainerSdk.Ledger;

/// <summary>The events of one model for one waiter, from the moment it began to listen.</summary>
/// <param name="fid">The model, or <see cref="LedgerSignals.AnyModel"/>.</param>
/// <param name="forget">Called when the waiter is done.</param>
internal sealed class LedgerListener(string fid, Action<LedgerListener> forget) : IDisposable
{
    // Events of one block come one after another at once: one look serves them all.
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(1);

    private readonly Channel<(string Name, LedgerEvent What)> _heard =
        Channel.CreateUnbounded<(string, LedgerEvent)>(new UnboundedChannelOptions { SingleReader = true });

    public string Fid => fid;

    public void Hear(string name, LedgerEvent what) => _heard.Writer.TryWrite((name, what));

    /// <summary>Waits for an event that matters.</summary>
    /// <param name="matters">Asked about each event once, in order.</param>
    /// <param name="longest">How long to wait.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>False when the time was over first.</returns>
    public async Task<bool> WaitAsync(Func<string, LedgerEvent, bool> matters, TimeSpan longest, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(longest);
        try
        {
            while (!Take(matters)) await _heard.Reader.WaitToReadAsync(limit.Token);
            await Task.Delay(Breath, cancellationToken);
            Take(matters);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Tells of every event that has come, without waiting.</summary>
    public void Take(Action<string, LedgerEvent> tell) => Take((name, what) =>
    {
        tell(name, what);
        return false;
    });

    public void Dispose() => forget(this);

    private bool Take(Func<string, LedgerEvent, bool> matters)
    {
        var any = false;
        while (_heard.Reader.TryRead(out var heard)) any |= matters(heard.Name, heard.What);
        return any;
    }
}
