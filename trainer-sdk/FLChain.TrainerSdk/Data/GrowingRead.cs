using System.IO.Compression;

namespace FLChain.TrainerSdk.Data;

/// <summary>Reading that trusts no declared length: memory grows with the bytes that really come.</summary>
internal static class GrowingRead
{
    private const int FirstBytes = 1 << 16;

    /// <summary>Opens a stream's content, unpacked when it begins with gzip's magic. The stream must seek.</summary>
    public static Stream Unpack(Stream stream)
    {
        long start = stream.Position;
        int first = stream.ReadByte();
        int second = stream.ReadByte();
        stream.Position = start;
        return first == 0x1f && second == 0x8b
            ? new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true)
            : stream;
    }

    /// <summary>Reads exactly this many bytes; null when the stream ends before.</summary>
    public static byte[]? ReadExactly(Stream stream, int count)
    {
        byte[] bytes = new byte[Math.Min(count, FirstBytes)];
        int read = 0;
        while (read < count)
        {
            if (read == bytes.Length)
                Array.Resize(ref bytes, (int)Math.Min(count, 2L * bytes.Length));
            int got = stream.Read(bytes, read, bytes.Length - read);
            if (got == 0)
                return null;
            read += got;
        }
        return bytes;
    }
}
