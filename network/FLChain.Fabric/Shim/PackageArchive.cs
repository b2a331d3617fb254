using System.Buffers.Binary;
using System.Formats.Tar;
using System.IO.Compression;

namespace FLChain.Fabric.Shim;

/// <summary>
/// A gzipped tar of a few small files. Written without compression: what a compressor makes of its input changes with its
/// version and platform, and the hash of the bytes is the package's name.
/// </summary>
internal static class PackageArchive
{
    // A package holds addresses and certificates. More than this is a mistake or an attack.
    private const int MaxUnpackedBytes = 4 * 1024 * 1024;
    private const int MaxFiles = 64;
    private const int StoredBlockBytes = 65535;
    private const int TrailerBytes = 8;

    public static byte[] Pack(IEnumerable<(string Name, byte[] Content)> files)
    {
        using var tar = new MemoryStream();
        using (var writer = new TarWriter(tar, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in files)
            {
                writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name)
                {
                    DataStream = new MemoryStream(content),
                    ModificationTime = DateTimeOffset.UnixEpoch,
                    Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead,
                });
            }
        }

        return Gzip(tar.ToArray());
    }

    /// <exception cref="FormatException">The bytes are no such archive, or it is too large.</exception>
    public static IReadOnlyDictionary<string, byte[]> Unpack(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var gzip = new GZipStream(new MemoryStream(bytes.ToArray()), CompressionMode.Decompress);
            byte[] content = ReadBounded(gzip);
            CheckTrailer(bytes.Span, content);
            using var tar = new MemoryStream(content);
            using var reader = new TarReader(tar);
            var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
            while (reader.GetNextEntry(copyData: true) is { } entry)
            {
                AddFile(files, entry);
            }

            return files;
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or ArgumentException or NotSupportedException or OverflowException)
        {
            throw new FormatException("the package is no gzipped tar", exception);
        }
    }

    private static void AddFile(Dictionary<string, byte[]> files, TarEntry entry)
    {
        if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile))
        {
            return;
        }

        using var content = new MemoryStream();
        entry.DataStream?.CopyTo(content);
        if (files.Count == MaxFiles || !files.TryAdd(entry.Name, content.ToArray()))
        {
            throw new FormatException(files.Count == MaxFiles ? "the package has too many files" : $"the package has {entry.Name} twice");
        }
    }

    private static byte[] ReadBounded(Stream source)
    {
        using var target = new MemoryStream();
        byte[] buffer = new byte[64 * 1024];
        for (int read; (read = source.Read(buffer)) > 0;)
        {
            if (target.Length + read > MaxUnpackedBytes)
            {
                throw new FormatException($"the package unpacks to more than {MaxUnpackedBytes} bytes");
            }

            target.Write(buffer, 0, read);
        }

        return target.ToArray();
    }

    // The stream above ends without a word where the bytes were cut off.
    private static void CheckTrailer(ReadOnlySpan<byte> bytes, byte[] content)
    {
        if (bytes.Length < TrailerBytes
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes[^TrailerBytes..]) != Crc32(content)
            || BinaryPrimitives.ReadInt32LittleEndian(bytes[^4..]) != content.Length)
        {
            throw new InvalidDataException("the checksum does not fit");
        }
    }

    // RFC 1952: header without name and time, deflate (RFC 1951) in stored blocks, CRC-32 and length, little-endian.
    private static byte[] Gzip(ReadOnlySpan<byte> content)
    {
        using var output = new MemoryStream();
        const byte unknownOperatingSystem = 255;
        output.Write([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, unknownOperatingSystem]);
        Span<byte> number = stackalloc byte[4];
        ReadOnlySpan<byte> rest = content;
        do
        {
            ReadOnlySpan<byte> block = rest[..Math.Min(rest.Length, StoredBlockBytes)];
            rest = rest[block.Length..];
            output.WriteByte(rest.IsEmpty ? (byte)1 : (byte)0);
            BinaryPrimitives.WriteUInt16LittleEndian(number, (ushort)block.Length);
            BinaryPrimitives.WriteUInt16LittleEndian(number[2..], unchecked((ushort)~block.Length));
            output.Write(number);
            output.Write(block);
        }
        while (!rest.IsEmpty);

        BinaryPrimitives.WriteUInt32LittleEndian(number, Crc32(content));
        output.Write(number);
        BinaryPrimitives.WriteInt32LittleEndian(number, content.Length);
        output.Write(number);
        return output.ToArray();
    }

    private static uint Crc32(ReadOnlySpan<byte> content)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in content)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
            }
        }

        return ~crc;
    }
}
