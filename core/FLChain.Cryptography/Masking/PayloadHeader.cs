using System.Buffers.Binary;

namespace FLChain.Cryptography.Masking;

/// <summary>The first ten bytes of every payload: kind (four letters), version (u16), number of elements K (u32).</summary>
internal static class PayloadHeader
{
    public const int Bytes = 4 + 2 + 4;

    private const ushort Version = 1;

    public static void Write(Span<byte> target, ReadOnlySpan<byte> kind, int count)
    {
        kind.CopyTo(target);
        BinaryPrimitives.WriteUInt16BigEndian(target[4..], Version);
        BinaryPrimitives.WriteInt32BigEndian(target[6..], count);
    }

    /// <summary>Reads K when kind and version are right.</summary>
    public static bool TryRead(ReadOnlySpan<byte> payload, ReadOnlySpan<byte> kind, out int count)
    {
        count = 0;
        if (payload.Length < Bytes || !payload.StartsWith(kind) || BinaryPrimitives.ReadUInt16BigEndian(payload[4..]) != Version)
            return false;
        count = BinaryPrimitives.ReadInt32BigEndian(payload[6..]);
        return true;
    }
}
