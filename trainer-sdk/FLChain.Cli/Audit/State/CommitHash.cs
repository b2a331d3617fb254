using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace FLChain.Cli.Audit.State;

/// <summary>
/// The hash over verdicts, changes and the previous hash that a DevPeer writes into each block: SHA-256 over fields that
/// are each preceded by their length (4 bytes, big-endian). Other peers have forms of their own.
/// </summary>
internal static class CommitHash
{
    public static byte[] Compute(ReadOnlySpan<byte> verdicts, BlockChanges changes, ReadOnlySpan<byte> previous)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, verdicts);
        foreach (var (space, key, change) in changes.State)
        {
            Append(hash, "state"u8);
            Append(hash, Encoding.UTF8.GetBytes(space));
            Append(hash, Encoding.UTF8.GetBytes(key));
            AppendChange(hash, change);
        }

        foreach (var (collection, keyHash, change) in changes.Hashes)
        {
            Append(hash, "private"u8);
            Append(hash, Encoding.UTF8.GetBytes(collection.Namespace));
            Append(hash, Encoding.UTF8.GetBytes(collection.Name));
            Append(hash, keyHash.Span);
            AppendChange(hash, change);
        }

        Append(hash, previous);
        return hash.GetHashAndReset();
    }

    private static void AppendChange(IncrementalHash hash, StateChange change)
    {
        Append(hash, change.Bytes is null ? "delete"u8 : "put"u8);
        Append(hash, change.Bytes is { } bytes ? bytes.Span : default);
        Span<byte> place = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(place, change.Version.Block);
        BinaryPrimitives.WriteUInt64BigEndian(place[8..], change.Version.Place);
        hash.AppendData(place);
        if (change.Metadata is null) return;
        Append(hash, "metadata"u8);
        Append(hash, change.Metadata.Span);
    }

    private static void Append(IncrementalHash hash, ReadOnlySpan<byte> data)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        hash.AppendData(length);
        hash.AppendData(data);
    }
}
