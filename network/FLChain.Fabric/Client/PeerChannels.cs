using FLChain.Fabric.Grpc;

namespace FLChain.Fabric.Client;

/// <summary>The peers one may call: the current one as long as it answers, then the next.</summary>
internal sealed class PeerChannels(IReadOnlyList<GrpcChannel> channels)
{
    private int _current;

    public GrpcChannel Current => channels[Volatile.Read(ref _current)];

    /// <summary>How many there are.</summary>
    public int Count => channels.Count;

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
            var index = Volatile.Read(ref _current);
            try
            {
                return await call(channels[index], tried).ConfigureAwait(false);
            }
            catch (GrpcException failure) when (TransientFailure.IsOfThePeer(failure))
            {
                MoveOnFrom(index);
                if (tried + 1 >= channels.Count || !mayMoveOn(failure))
                    throw;
            }
        }
    }

    /// <summary>Leaves the current peer, for example after its stream was lost.</summary>
    public void MoveOn() => MoveOnFrom(Volatile.Read(ref _current));

    // Only the first of several callers that saw the same peer fail moves on.
    private void MoveOnFrom(int index) => Interlocked.CompareExchange(ref _current, (index + 1) % channels.Count, index);
}
