using FLChain.TrainerSdk.State;

namespace FLChain.TrainerSdk.Tests.State;

public sealed class CheckpointTests
{
    private static readonly Checkpoint Example = new(7, [1.5f, -2f, float.Epsilon], [1, 2, 3, 4, 5]);

    [Fact]
    public void TryDecode_OfEncoded_GivesTheSame()
    {
        var decoded = Checkpoint.TryDecode(Example.Encode(), 3);

        Assert.NotNull(decoded);
        Assert.Equal(7, decoded.Iteration);
        Assert.Equal(Example.Weights, decoded.Weights);
        Assert.Equal(Example.Residue, decoded.Residue);
    }

    [Fact]
    public void TryDecode_AnyByteAltered_GivesNothing()
    {
        var bytes = Example.Encode();
        for (var at = 0; at < bytes.Length; at++)
        {
            bytes[at] ^= 0x10;
            Assert.Null(Checkpoint.TryDecode(bytes, 3));
            bytes[at] ^= 0x10;
        }
    }

    [Fact]
    public void TryDecode_AnyPrefix_GivesNothing()
    {
        var bytes = Example.Encode();
        for (var length = 0; length < bytes.Length; length++) Assert.Null(Checkpoint.TryDecode(bytes.AsSpan(0, length), 3));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(int.MaxValue)]
    public void TryDecode_OtherParameterCount_GivesNothing(int parameterCount) => Assert.Null(Checkpoint.TryDecode(Example.Encode(), parameterCount));
}
