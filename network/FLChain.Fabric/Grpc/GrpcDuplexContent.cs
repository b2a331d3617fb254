using System.Net;
using System.Net.Http.Headers;

namespace FLChain.Fabric.Grpc;

/// <summary>A request body that stays open: it hands its stream to the call and ends when the call has sent everything.</summary>
internal sealed class GrpcDuplexContent : HttpContent
{
    private readonly TaskCompletionSource<Stream> _stream = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public GrpcDuplexContent() => Headers.ContentType = new MediaTypeHeaderValue(GrpcServerCall.ContentType);

    /// <summary>The stream to write to, once there is a connection.</summary>
    public Task<Stream> Stream => _stream.Task;

    /// <summary>Ends the body; the server sees the end of the requests.</summary>
    public void Complete() => _completed.TrySetResult();

    /// <summary>Gives up: whoever waits for the stream gets <paramref name="exception"/>.</summary>
    public void Abandon(Exception exception)
    {
        if (_stream.TrySetException(exception))
            _ = _stream.Task.Exception; // observed: nobody has to be waiting
        _completed.TrySetResult();
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        // Lets the headers go now: the server may speak first.
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        if (!_stream.TrySetResult(stream))
            throw new IOException("A stream of requests cannot be sent a second time.");
        await _completed.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
