using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Google.Protobuf;

namespace FLChain.Fabric.Grpc;

/// <summary>
/// Reads messages from a stream of frames that may be split anywhere. A declared length is checked before anything is
/// set aside for it, and memory grows only with the bytes that have really arrived.
/// </summary>
internal sealed class GrpcFrameReader(PipeReader input, int maxMessageBytes)
{
    /// <summary>The next message, or null at a clean end of the stream.</summary>
    /// <exception cref="GrpcException">
    /// RESOURCE_EXHAUSTED: declared larger than the limit. UNIMPLEMENTED: compressed. INTERNAL: an unknown flag, a frame
    /// cut short, or bytes that are not this message.
    /// </exception>
    public async ValueTask<T?> ReadAsync<T>(MessageParser<T> parser, CancellationToken cancellationToken)
        where T : class, IMessage<T>
    {
        while (true)
        {
            var result = await input.ReadAsync(cancellationToken).ConfigureAwait(false);
            var buffer = result.Buffer;
            var consumed = buffer.Start;
            try
            {
                if (TryTakeFrame(ref buffer, out var body))
                {
                    consumed = buffer.Start;
                    return Parse(parser, body);
                }
                if (result.IsCompleted)
                    return buffer.IsEmpty ? null : throw new GrpcException(GrpcStatusCode.Internal, "The stream ended inside a message.");
            }
            finally
            {
                // Examined up to the end when no frame was whole, so that the next read waits for more.
                input.AdvanceTo(consumed, consumed.Equals(result.Buffer.Start) ? result.Buffer.End : consumed);
            }
        }
    }

    private bool TryTakeFrame(ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> body)
    {
        body = default;
        if (buffer.Length < GrpcFrame.HeaderBytes)
            return false;
        Span<byte> header = stackalloc byte[GrpcFrame.HeaderBytes];
        buffer.Slice(0, GrpcFrame.HeaderBytes).CopyTo(header);
        if (header[0] == 1)
            throw new GrpcException(GrpcStatusCode.Unimplemented, "Compressed messages are not supported.");
        if (header[0] != 0)
            throw new GrpcException(GrpcStatusCode.Internal, $"Unknown frame flag {header[0]}.");
        var length = BinaryPrimitives.ReadUInt32BigEndian(header[1..]);
        if (length > (uint)maxMessageBytes)
            throw new GrpcException(GrpcStatusCode.ResourceExhausted, $"The message has {length} bytes; the limit is {maxMessageBytes}.");
        if (buffer.Length - GrpcFrame.HeaderBytes < length)
            return false;
        body = buffer.Slice(GrpcFrame.HeaderBytes, length);
        buffer = buffer.Slice(body.End);
        return true;
    }

    private static T Parse<T>(MessageParser<T> parser, ReadOnlySequence<byte> body)
        where T : class, IMessage<T>
    {
        try
        {
            return parser.ParseFrom(body);
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new GrpcException(GrpcStatusCode.Internal, "The message cannot be read.", innerException: exception);
        }
    }
}
