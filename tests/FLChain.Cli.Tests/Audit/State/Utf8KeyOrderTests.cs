using System.Text;
using FLChain.Cli.Audit.State;

namespace FLChain.Cli.Tests.Audit.State;

public sealed class Utf8KeyOrderTests
{
    private static readonly string[] Keys = ["", "\0", "\0a\0", "\0a\0b\0", "a", "ab", "b", "\u007f", "\u0080", "\u07ff", "\u0800", "\ud7ff", "\ue000", "\uffff", "\U00010000", "\U0010FFFF", "a\uffff", "a\U00010000"];

    [Fact]
    public void Compare_AnyTwoKeys_IsTheOrderOfTheirUtf8Bytes()
    {
        foreach (var left in Keys)
            foreach (var right in Keys)
                Assert.Equal(
                    Math.Sign(Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right))),
                    Math.Sign(Utf8KeyOrder.Instance.Compare(left, right)));
    }
}
