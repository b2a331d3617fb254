namespace FLChain.TrainerSdk.Models.Onnx;

/// <summary>Walks encoded protobuf messages without making objects.</summary>
internal static class MessageScan
{
    private const int VarintType = 0;
    private const int Fixed64Type = 1;
    private const int BytesType = 2;
    private const int Fixed32Type = 5;

    /// <summary>Adds up the lengths of a field of bytes, reached through nested messages.</summary>
    /// <param name="message">Bytes of any origin.</param>
    /// <param name="path">Field numbers from the outermost message to the field.</param>
    /// <param name="total">The sum over all occurrences.</param>
    /// <returns>False when a walked message is not well formed.</returns>
    public static bool TryCountBytes(ReadOnlySpan<byte> message, ReadOnlySpan<int> path, out long total)
    {
        total = 0;
        while (!message.IsEmpty)
        {
            if (!TryReadVarint(ref message, out ulong tag) || !TryTakeField(ref message, (int)(tag & 7), out ReadOnlySpan<byte> field))
                return false;
            if (tag >> 3 != (ulong)path[0] || (tag & 7) != BytesType)
                continue;
            long count = field.Length;
            if (path.Length > 1 && !TryCountBytes(field, path[1..], out count))
                return false;
            total += count;
        }
        return true;
    }

    private static bool TryTakeField(ref ReadOnlySpan<byte> message, int type, out ReadOnlySpan<byte> field)
    {
        field = default;
        ulong length = 0;
        switch (type)
        {
            case VarintType:
                return TryReadVarint(ref message, out _);
            case Fixed64Type:
                length = sizeof(ulong);
                break;
            case BytesType when TryReadVarint(ref message, out length):
                break;
            case Fixed32Type:
                length = sizeof(uint);
                break;
            default:
                // Groups are not part of the format.
                return false;
        }
        if (length > (ulong)message.Length)
            return false;
        field = message[..(int)length];
        message = message[(int)length..];
        return true;
    }

    private static bool TryReadVarint(ref ReadOnlySpan<byte> message, out ulong value)
    {
        value = 0;
        for (int i = 0; i < message.Length && i < 10; i++)
        {
            value |= unchecked((ulong)(message[i] & 0x7f) << (7 * i));
            if ((message[i] & 0x80) == 0)
            {
                message = message[(i + 1)..];
                return true;
            }
        }
        return false;
    }
}
