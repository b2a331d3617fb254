using System.Buffers.Binary;
using FLChain.Core.Ledger;

namespace FLChain.TrainerSdk.State;

/// <summary>Vectors of float32 as little-endian bytes, four to a number.</summary>
internal static class FloatBytes
{
    public static byte[] Of(ReadOnlySpan<float> values)
    {
        var bytes = new byte[4 * values.Length];
        Write(values, bytes);
        return bytes;
    }

    public static void Write(ReadOnlySpan<float> values, Span<byte> bytes)
    {
        for (var k = 0; k < values.Length; k++) BinaryPrimitives.WriteSingleLittleEndian(bytes[(4 * k)..], values[k]);
    }

    /// <param name="bytes">A multiple of four.</param>
    public static float[] Read(ReadOnlySpan<byte> bytes)
    {
        var values = new float[bytes.Length / 4];
        for (var k = 0; k < values.Length; k++) values[k] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(4 * k)..]);
        return values;
    }

    /// <summary>SHA-512, hex.</summary>
    public static string Digest(ReadOnlySpan<float> values) => Naming.Digest(Of(values));
}
