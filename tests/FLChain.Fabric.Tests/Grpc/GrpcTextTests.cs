using FLChain.Fabric.Grpc;

namespace FLChain.Fabric.Tests.Grpc;

public sealed class GrpcTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("plain text ~", "plain text ~")]
    [InlineData("100%", "100%25")]
    [InlineData("a\r\nb", "a%0D%0Ab")]
    [InlineData("grün €", "gr%C3%BCn %E2%82%AC")]
    [InlineData("😀", "%F0%9F%98%80")]
    public void Message_EncodedAndBack(string text, string encoded)
    {
        Assert.Equal(encoded, GrpcStatusText.EncodeMessage(text));
        Assert.Equal(text, GrpcStatusText.DecodeMessage(encoded));
    }

    [Fact]
    public void EncodeMessage_VeryLong_CutToFitAHeader()
    {
        var encoded = GrpcStatusText.EncodeMessage(new string('ü', 100_000));
        Assert.InRange(encoded.Length, 8_000, 8_300);
        Assert.EndsWith("...", GrpcStatusText.DecodeMessage(encoded), StringComparison.Ordinal);
    }

    [Fact]
    public void Details_EveryLength_EncodedWithoutPaddingAndBack()
    {
        for (var length = 1; length < 40; length++)
        {
            var details = Enumerable.Range(0, length).Select(i => (byte)(i * 6 % 256)).ToArray();
            var encoded = GrpcStatusText.EncodeDetails(details)!;
            Assert.DoesNotContain('=', encoded);
            Assert.Equal(details, GrpcStatusText.DecodeDetails(encoded));
            Assert.Equal(details, GrpcStatusText.DecodeDetails(Convert.ToBase64String(details)));
        }
        Assert.Null(GrpcStatusText.EncodeDetails([]));
        Assert.Null(GrpcStatusText.EncodeDetails(new byte[100_000]));
        Assert.Empty(GrpcStatusText.DecodeDetails(null));
        Assert.Empty(GrpcStatusText.DecodeDetails("A"));
    }

    [Theory]
    [InlineData(0.1, "1m")]
    [InlineData(1, "1m")]
    [InlineData(1.5, "2m")]
    [InlineData(30_000, "30000m")]
    [InlineData(99_999_999, "99999999m")]
    [InlineData(100_000_000, "100000S")]
    [InlineData(100_000_001, "100001S")]
    public void Timeout_Formatted(double milliseconds, string expected)
        => Assert.Equal(expected, GrpcTimeout.Format(TimeSpan.FromMilliseconds(milliseconds)));

    [Theory]
    [InlineData("1H", 3_600_000)]
    [InlineData("2M", 120_000)]
    [InlineData("60S", 60_000)]
    [InlineData("00000007m", 7)]
    [InlineData("1500u", 1.5)]
    [InlineData("99999999n", 99.9999)]
    [InlineData("0S", 0)]
    [InlineData("99999999H", 24 * 86_400_000.0)]
    public void Timeout_Parsed(string text, double milliseconds)
    {
        Assert.True(GrpcTimeout.TryParse(text, out var timeout));
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), timeout);
    }
}
