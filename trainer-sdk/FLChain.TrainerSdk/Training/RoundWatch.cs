using FLChain.Core.Answers;
using FLChain.Core.Events;
using FLChain.Core.Records;
using FLChain.TrainerSdk.Ledger;

namespace FLChain.TrainerSdk.Training;

/// <summary>
/// Follows one iteration on the ledger: hears its events, looks when they say that something awaited may be there, and
/// now and then without them, because a stream of events can break.
/// </summary>
internal sealed class RoundWatch : IDisposable
{
    private readonly FederationSession _session;
    private readonly int _iteration;
    private readonly LedgerListener _listener;
    private readonly RoundSightings _sightings;
    private readonly RoundSightings _next;
    private bool _wasOpen;

    private RoundWatch(FederationSession session, int iteration, LedgerListener listener, RoundSightings sightings)
    {
        _session = session;
        _iteration = iteration;
        _listener = listener;
        _sightings = sightings;
        _next = new RoundSightings(iteration + 1);
        State = null!; // set by whoever makes one
    }

    /// <summary>The iteration as it was seen last.</summary>
    public RoundState State { get; private set; }

    /// <summary>
    /// The watch of an iteration. Where the watch before saw its own close, it goes on listening for this one, of which
    /// it knows all: otherwise a new watch begins to listen and looks once.
    /// </summary>
    /// <param name="session">The federation.</param>
    /// <param name="iteration">The iteration.</param>
    /// <param name="before">The watch of the iteration before, which is over with this; null for none.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task<RoundWatch> OpenAsync(FederationSession session, int iteration, RoundWatch? before, CancellationToken cancellationToken)
    {
        if (before is { _wasOpen: true, State.Closed: { } closed } && before._iteration == iteration - 1)
            return new RoundWatch(session, iteration, before._listener, before._next) { State = RoundState.Begun(closed), _wasOpen = true };
        before?.Dispose();
        var watch = new RoundWatch(session, iteration, session.Ledger.Signals.Listen(session.Fid), new RoundSightings(iteration));
        try
        {
            await watch.LookAsync(cancellationToken);
            return watch;
        }
        catch
        {
            watch.Dispose();
            throw;
        }
    }

    /// <summary>Looks at the ledger now.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        _listener.Take(Hear);
        _sightings.BeginLook();
        await GlanceAsync(cancellationToken);
    }

    /// <summary>Looks at the ledger in between: what has been heard stays worth a look.</summary>
    public async Task GlanceAsync(CancellationToken cancellationToken)
    {
        State = await _session.Ledger.RoundAsync(_session.Fid, _iteration, cancellationToken);
        _sightings.See(State);
        _wasOpen |= State.Closed is null;
    }

    /// <summary>Repeats the check, first on what was seen last, then after each look, until it says that what is awaited is there.</summary>
    /// <param name="check">May act on the ledger, again and again: what is done already is not done twice there.</param>
    /// <param name="worthALook">Whether what happened since the last look may have brought what is awaited. Called after each event.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="FederationHaltedException">The federation has halted.</exception>
    public async Task UntilAsync(Func<RoundState, Task<bool>> check, Func<RoundSightings, bool> worthALook, CancellationToken cancellationToken)
    {
        while (!await check(State))
        {
            var woken = await WaitAsync(worthALook, cancellationToken);
            var mayHaveHalted = !woken || _sightings.HasExpired;
            var mayBeAccused = _sightings.HasExpired;
            await LookAsync(cancellationToken);
            if (mayBeAccused) await _session.Defence.AnswerAsync(cancellationToken);
            if (!mayHaveHalted || State.Closed is not null || (await _session.Ledger.ModelAsync(_session.Fid, cancellationToken)).Stage != ModelStage.Halted) continue;
            await _session.Seeds.OpenIfDisputedAsync(_iteration, cancellationToken);
            throw new FederationHaltedException(_session.Fid);
        }
    }

    public void Dispose() => _listener.Dispose();

    private async Task<bool> WaitAsync(Func<RoundSightings, bool> worthALook, CancellationToken cancellationToken)
    {
        _listener.Take(Hear);
        if (IsWorthALook(worthALook)) return true;
        return await _listener.WaitAsync(
            (name, what) =>
            {
                Hear(name, what);
                return IsWorthALook(worthALook);
            },
            LedgerSignals.LongestSleep,
            cancellationToken);
    }

    private void Hear(string name, LedgerEvent what)
    {
        _sightings.Hear(name, what);
        _next.Hear(name, what);
    }

    private bool IsWorthALook(Func<RoundSightings, bool> worthALook) => worthALook(_sightings) && _sightings.IsNew || _sightings.HasTurned;
}
