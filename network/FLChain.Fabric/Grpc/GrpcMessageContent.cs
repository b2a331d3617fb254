using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;

namespace FLChain.Fabric.Grpc;

/// <summary>The request body of a call with one request message.</summary>
internal sealed class GrpcMessageContent : HttpContent
{
    private readonly IMessage _message;

    public GrpcMessageContent(IMessage message)
    {
        _message = message;
        Headers.ContentType = new MediaTypeHeaderValue(GrpcServerCall.ContentType);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var frame = GrpcFrame.Rent(_message);
        try
        {
            await stream.WriteAsync(frame, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(frame.Array!);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
