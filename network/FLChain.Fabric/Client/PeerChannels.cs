using FLChain.Fabric.Grpc;

namespace FLChain.Fabric.Client;

/// <summary>
/// The peers one may call: the current one as long as it answers, then the next. The first is one's own organization's,
/// so after <paramref name="pause"/> it is the current one again.
/// </summary>
internal sealed class PeerChannels(IReadOnlyList<GrpcChannel> channels, TimeSpan pause, TimeProvider clock)
{
    private readonly Lock _lock = new();
    private int _current;
    private long _leftFirst;

    /// <summary>The place of the current one.</summary>
    public int Current
    {
        get
        {
            lock (_lock)
            {
                if (_current != 0 && clock.GetElapsedTime(_leftFirst) >= pause)
                    _current = 0;
                return _current;
            }
        }
    }

    /// <summary>How many there are.</summary>
    public int Count => channels.Count;

    /// <summary>The peer at a place.</summary>
    public GrpcChannel this[int place] => channels[place];

    /// <summary>
    /// Makes a call, and once around on the next peer while it fails for a reason that is the peer's own and
    /// <paramref name="mayMoveOn"/> allows it. The peer that a call failed on is left for the next calls too.
    /// </summary>
    /// <param name="call">The call, given the peer and how many were tried before.</param>
    /// <param name="mayMoveOn">Whether the failure lets the call be made again elsewhere.</param>
    public async Task<T> CallAsync<T>(Func<GrpcChannel, int, Task<T>> call, Func<GrpcException, bool> mayMoveOn)
    {
        for (var tried = 0; ; tried++)
        {
            var place = Current;
            try
            {
                return await call(channels[place], tried).ConfigureAwait(false);
            }
            catch (GrpcException failure) when (TransientFailure.IsOfThePeer(failure))
            {
                MoveOnFrom(place);
                if (tried + 1 >= channels.Count || !mayMoveOn(failure))
                    throw;
            }
        }
    }

    /// <summary>A stream's own place among the peers, which begins at the current one: losing a stream says nothing of the calls.</summary>
    public PeerChannels ForStream()
    {
        lock (_lock)
            return new PeerChannels(channels, pause, clock) { _current = _current, _leftFirst = _leftFirst };
    }

    /// <summary>Leaves the peer at a place. Only the first of several callers that saw the same peer fail moves on.</summary>
    public void MoveOnFrom(int place)
    {
        lock (_lock)
        {
            if (_current != place)
                return;
            if (place == 0)
                _leftFirst = clock.GetTimestamp();
            _current = (place + 1) % channels.Count;
        }
    }
}
