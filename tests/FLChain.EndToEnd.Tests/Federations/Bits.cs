using System.Buffers.Binary;

namespace FLChain.EndToEnd.Tests.Federations;

/// <summary>Weights as their bits, so that equal means equal.</summary>
internal static class Bits
{
    /// <summary>Little-endian float32, as the weights are hashed and checkpointed.</summary>
    public static byte[] Of(ReadOnlySpan<float> weights)
    {
        var bytes = new byte[4 * weights.Length];
        for (var k = 0; k < weights.Length; k++) BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4 * k), weights[k]);
        return bytes;
    }

    public static void AssertEqual(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual) =>
        Assert.Equal(Convert.ToHexString(Of(expected)), Convert.ToHexString(Of(actual)));
}
