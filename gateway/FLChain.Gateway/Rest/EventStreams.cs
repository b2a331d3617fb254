namespace FLChain.Gateway.Rest;

/// <summary>Counts the open streams of events, because each holds a connection for as long as its reader likes. Safe for concurrent use.</summary>
/// <param name="mostOfOne">Most streams of a user, or of an address where nobody is signed in.</param>
/// <param name="mostInAll">Most streams of all together.</param>
internal sealed class EventStreams(int mostOfOne = 16, int mostInAll = 1_000)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _open = new(StringComparer.Ordinal);
    private int _all;

    /// <summary>Counts a stream until what this returns is disposed.</summary>
    /// <exception cref="ProblemException">There are too many.</exception>
    public IDisposable Enter(string reader)
    {
        lock (_lock)
        {
            var own = _open.GetValueOrDefault(reader);
            if (own >= mostOfOne) throw TooMany($"{own} streams of yours are open: close one first");
            if (_all >= mostInAll) throw TooMany("too many streams are open at this gateway: come again later");
            _open[reader] = own + 1;
            _all++;
        }

        return new Entry(this, reader);
    }

    private void Leave(string reader)
    {
        lock (_lock)
        {
            _all--;
            if (--_open[reader] == 0) _open.Remove(reader);
        }
    }

    private static ProblemException TooMany(string what) => new(StatusCodes.Status429TooManyRequests, GatewayErrorCodes.TooManyRequests, what);

    private sealed class Entry(EventStreams streams, string reader) : IDisposable
    {
        public void Dispose() => streams.Leave(reader);
    }
}
