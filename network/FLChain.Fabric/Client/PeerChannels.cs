using FLChain.Fabric.Grpc;

namespace FLChain.Fabric.Client;

/// <summary>The peers one may call: the current one as long as it answers, then the next.</summary>
internal sealed class PeerChannels(IReadOnlyList<GrpcChannel> channels)
{
    private int _current;

    public GrpcChannel Current => channels[Volatile.Read(ref _current)];

    /// <summary>Makes a call, on the next peer each time one is not available and <paramref name="mayMoveOn"/> allows it, once around.</summary>
    public async Task<T> CallAsync<T>(Func<GrpcChannel, Task<T>> call, Func<GrpcException, bool> mayMoveOn)
    {
        for (var tried = 1; ; tried++)
        {
            var index = Volatile.Read(ref _current);
            try
            {
                return await call(channels[index]).ConfigureAwait(false);
            }
            catch (GrpcException failure) when (failure.StatusCode == GrpcStatusCode.Unavailable)
            {
                MoveOnFrom(index);
                if (tried >= channels.Count || !mayMoveOn(failure))
                    throw;
            }
        }
    }

    /// <summary>Leaves the current peer, for example after its stream was lost.</summary>
    public void MoveOn() => MoveOnFrom(Volatile.Read(ref _current));

    // Only the first of several callers that saw the same peer fail moves on.
    private void MoveOnFrom(int index) => Interlocked.CompareExchange(ref _current, (index + 1) % channels.Count, index);
}
