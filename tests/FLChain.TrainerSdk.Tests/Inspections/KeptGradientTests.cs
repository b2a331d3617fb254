using System.Buffers.Binary;
using System.Security.Cryptography;
using FLChain.Core.Ledger;
using FLChain.TrainerSdk.Inspections;

namespace FLChain.TrainerSdk.Tests.Inspections;

public sealed class KeptGradientTests
{
    private static readonly KeptGradient Example = new(7, [.. Enumerable.Range(1, 32).Select(value => (byte)value)], [9, 8, 7, 6, 5], [1.5f, -2f, float.Epsilon]);

    [Fact]
    public void TryDecode_OfEncoded_GivesTheSame()
    {
        var decoded = KeptGradient.TryDecode(Example.Encode());

        Assert.NotNull(decoded);
        Assert.Equal(7, decoded.Iteration);
        Assert.Equal(Example.Seed, decoded.Seed);
        Assert.Equal(Example.Payload, decoded.Payload);
        Assert.Equal(Example.Weights, decoded.Weights);
        Assert.Equal(Naming.Digest(Example.Payload), decoded.Digest);
    }

    [Fact]
    public void TryDecode_AnyByteAltered_GivesNothing()
    {
        var bytes = Example.Encode();
        for (var at = 0; at < bytes.Length; at++)
        {
            bytes[at] ^= 0x10;
            Assert.Null(KeptGradient.TryDecode(bytes));
            bytes[at] ^= 0x10;
        }
    }

    [Fact]
    public void TryDecode_AnyPrefix_GivesNothing()
    {
        var bytes = Example.Encode();
        for (var length = 0; length < bytes.Length; length++) Assert.Null(KeptGradient.TryDecode(bytes.AsSpan(0, length)));
    }

    // The checksum is right: what counts is that no length is believed.
    [Theory]
    [InlineData(int.MaxValue, 5)]
    [InlineData(-1, 21)]
    [InlineData(0x4000_0000, 17)]
    [InlineData(4, 5)]
    [InlineData(3, int.MaxValue)]
    [InlineData(4, -1)]
    [InlineData(int.MinValue, int.MinValue)]
    public void TryDecode_LengthsThatDoNotAddUp_GivesNothing(int parameters, int payload)
    {
        var bytes = Example.Encode();
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), parameters);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(16), payload);
        SHA256.HashData(bytes.AsSpan(0, bytes.Length - 32), bytes.AsSpan(bytes.Length - 32));
        Assert.Null(KeptGradient.TryDecode(bytes));
    }
}
