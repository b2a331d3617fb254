using System.Buffers.Binary;
using System.Security.Cryptography;

namespace FLChain.Core.Training;

/// <summary>SHA-512 over a tag, bytes and names, each with its length in 4 bytes, and an iteration in 4 bytes, big-endian.</summary>
internal static class TaggedHash
{
    /// <summary>64 bytes.</summary>
    /// <param name="tag">What it is for.</param>
    /// <param name="bytes">A beacon that something is drawn from, or a digest that is committed to.</param>
    /// <param name="iteration">Iteration.</param>
    /// <param name="names">ASCII.</param>
    public static byte[] Of(string tag, ReadOnlySpan<byte> bytes, int iteration, params ReadOnlySpan<string> names)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        Append(hash, System.Text.Encoding.ASCII.GetBytes(tag));
        Append(hash, bytes);
        foreach (var name in names) Append(hash, System.Text.Encoding.ASCII.GetBytes(name));
        AppendNumber(hash, iteration);
        return hash.GetHashAndReset();
    }

    private static void Append(IncrementalHash hash, ReadOnlySpan<byte> field)
    {
        AppendNumber(hash, field.Length);
        hash.AppendData(field);
    }

    private static void AppendNumber(IncrementalHash hash, int number)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        hash.AppendData(bytes);
    }
}
