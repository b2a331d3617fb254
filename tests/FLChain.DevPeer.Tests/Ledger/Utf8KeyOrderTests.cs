using System.Text;
using FLChain.DevPeer.Ledger;
using FsCheck;
using FsCheck.Fluent;

namespace FLChain.DevPeer.Tests.Ledger;

public sealed class Utf8KeyOrderTests
{
    [Fact]
    public void Compare_AnyTwoKeys_AgreesWithTheirBytes() =>
        Prop.ForAll(Keys.ToArbitrary(), Keys.ToArbitrary(), (first, second) =>
            Math.Sign(Utf8KeyOrder.Instance.Compare(first, second))
            == Math.Sign(Encoding.UTF8.GetBytes(first).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(second))))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Compare_AroundTheSurrogates_DiffersFromUtf16()
    {
        Assert.True(Utf8KeyOrder.Instance.Compare("\U0001F600", "\uFFFD") > 0);
        Assert.True(string.CompareOrdinal("\U0001F600", "\uFFFD") < 0);
    }

    // Few different characters, so that keys share prefixes.
    private static Gen<string> Keys => Gen.Elements("a", "b", "\0", "\u07FF", "\uD7FF", "\uE000", "\uFFFD", "\U00010000", "\U0010FFFF")
        .ListOf()
        .Select(parts => string.Concat(parts));
}
