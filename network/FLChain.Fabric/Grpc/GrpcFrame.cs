using System.Buffers;
using System.Buffers.Binary;
using Google.Protobuf;

namespace FLChain.Fabric.Grpc;

/// <summary>The frame of one message: a flag byte (0, uncompressed), four bytes big-endian length, the message.</summary>
internal static class GrpcFrame
{
    public const int HeaderBytes = 5;

    /// <summary>What messages may be by default, as Fabric's peers have it: 100 MiB.</summary>
    public const int DefaultMaxMessageBytes = 100 * 1024 * 1024;

    public static void Write(IBufferWriter<byte> output, IMessage message)
    {
        WriteHeader(output.GetSpan(HeaderBytes), message.CalculateSize());
        output.Advance(HeaderBytes);
        message.WriteTo(output);
    }

    /// <summary>A whole frame in a rented array; the caller returns the array.</summary>
    public static ArraySegment<byte> Rent(IMessage message)
    {
        var size = message.CalculateSize();
        var array = ArrayPool<byte>.Shared.Rent(HeaderBytes + size);
        WriteHeader(array, size);
        message.WriteTo(array.AsSpan(HeaderBytes, size));
        return new ArraySegment<byte>(array, 0, HeaderBytes + size);
    }

    private static void WriteHeader(Span<byte> header, int size)
    {
        header[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(header[1..], size);
    }
}
