using FLChain.Fabric.Grpc;

namespace FLChain.Fabric.Client;

/// <summary>Decides whether a lost stream is taken up again, and waits before: longer with each loss in a row, with jitter.</summary>
internal sealed class ReconnectDelay(GatewayConnection connection, PeerChannels peers, string what)
{
    private readonly GatewayRetry _retry = connection.Options.Retry;
    private int _losses;

    /// <summary>The stream brought something: the next loss is a first one.</summary>
    public void Reset() => _losses = 0;

    /// <param name="loss">Why it was lost.</param>
    /// <param name="peer">The peer that is left.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="EventsException">The stream cannot be had, or was lost too often.</exception>
    public async Task WaitAsync(GrpcException loss, int peer, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (TransientFailure.EndsStream(loss) || _losses >= _retry.MaxReconnects)
            throw new EventsException("", loss);
        var longest = Math.Min(_retry.LongestDelay.TotalMilliseconds, _retry.FirstDelay.TotalMilliseconds * Math.Pow(2, Math.Min(_losses, 30)));
#pragma warning disable CA5394 // Jitter against crowds; nothing secret.
        var delay = TimeSpan.FromMilliseconds(longest * (0.5 + (Random.Shared.NextDouble() / 2)));
#pragma warning restore CA5394
        _losses++;
        peers.MoveOnFrom(peer);
        if (connection.Options.Logger is { } logger)
            ClientLog.Reconnecting(logger, what, delay, loss.Message);
        await Task.Delay(delay, connection.Options.TimeProvider, cancellationToken).ConfigureAwait(false);
    }
}
