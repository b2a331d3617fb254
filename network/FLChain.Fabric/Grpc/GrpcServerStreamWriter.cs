using Google.Protobuf;
using Microsoft.AspNetCore.Http;

namespace FLChain.Fabric.Grpc;

/// <summary>Sends a server's messages over the response body.</summary>
#pragma warning disable CA1001 // A semaphore without a wait handle holds nothing, and a late writer must find it whole.
internal sealed class GrpcServerStreamWriter<T>(HttpResponse response, CancellationToken callEnded) : IGrpcStreamWriter<T>
#pragma warning restore CA1001
    where T : class, IMessage<T>
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private bool _closed;

    public async Task WriteAsync(T message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // A handler's forgotten task must not write behind the status.
            if (_closed)
                throw new OperationCanceledException("The call has ended.");
            callEnded.ThrowIfCancellationRequested();
            GrpcFrame.Write(response.BodyWriter, message);
            // The caller's token is not passed on: a flush given up half-way would leave the stream in doubt.
            var flushed = await response.BodyWriter.FlushAsync(callEnded).ConfigureAwait(false);
            if (flushed.IsCompleted || flushed.IsCanceled)
                throw new OperationCanceledException("The call has ended.");
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Waits for a write under way and refuses all later ones.</summary>
    public async Task CloseAsync()
    {
        await _turn.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        _closed = true;
        _turn.Release();
    }
}
