using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace FLChain.Gateway.Index;

/// <summary>
/// SHA-512 over everything in the index, in one order and one encoding: two indexes with the same digest hold the same,
/// whatever their files look like. Each table's name, each row, and each value goes in with its length before it.
/// </summary>
internal static class IndexDigest
{
    private const byte Row = 1;

    /// <summary>The digest, lower-case hex.</summary>
    public static string Of(IndexSession session)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        foreach (var (table, order) in IndexSchema.Content)
        {
            Append(hash, 'n', Encoding.UTF8.GetBytes(table));
            using var rows = session.Query($"SELECT * FROM {table} ORDER BY {order}");
            while (rows.Read())
            {
                hash.AppendData([Row]);
                for (var column = 0; column < rows.FieldCount; column++) Append(hash, rows.GetValue(column));
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, object value)
    {
        switch (value)
        {
            case long number:
                Span<byte> bytes = stackalloc byte[sizeof(long)];
                BinaryPrimitives.WriteInt64BigEndian(bytes, number);
                Append(hash, 'i', bytes);
                break;
            case string text:
                Append(hash, 't', Encoding.UTF8.GetBytes(text));
                break;
            case byte[] blob:
                Append(hash, 'b', blob);
                break;
            case DBNull:
                Append(hash, '0', []);
                break;
            default:
                throw new InvalidOperationException($"the index holds no {value.GetType().Name}");
        }
    }

    private static void Append(IncrementalHash hash, char type, ReadOnlySpan<byte> bytes)
    {
        Span<byte> head = stackalloc byte[1 + sizeof(int)];
        head[0] = (byte)type;
        BinaryPrimitives.WriteInt32BigEndian(head[1..], bytes.Length);
        hash.AppendData(head);
        hash.AppendData(bytes);
    }
}
