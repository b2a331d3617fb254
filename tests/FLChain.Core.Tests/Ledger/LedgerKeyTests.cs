using FLChain.Core.Ledger;

namespace FLChain.Core.Tests.Ledger;

public sealed class LedgerKeyTests
{
    [Fact]
    public void Create_TypeAndAttributes_IsFabricsCompositeKey() => Assert.Equal("\0model\0flm-a\0b\0", LedgerKey.Create("model", "flm-a", "b"));

    [Fact]
    public void Range_OfAnAttribute_HoldsItsKeysAndNoNeighbours()
    {
        var range = LedgerKey.Range("intention", "flm-a");
        Assert.True(Contains(range, LedgerKey.Create("intention", "flm-a", "dp")));
        Assert.True(Contains(range, LedgerKey.Create("intention", "flm-a", "~~~")));
        Assert.False(Contains(range, LedgerKey.Create("intention", "flm-ab", "dp")));
        Assert.False(Contains(range, LedgerKey.Create("intention", "flm-", "dp")));
        Assert.False(Contains(range, LedgerKey.Create("intentions", "flm-a", "dp")));
        Assert.False(Contains(range, LedgerKey.Create("model", "flm-a")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    [InlineData("\u007f")]
    [InlineData("é")]
    [InlineData("\U0010FFFF")]
    [InlineData("a\n")]
    public void Create_AttributeThatCouldReachIntoTheNext_Throws(string attribute)
    {
        Assert.Throws<ArgumentException>(() => LedgerKey.Create("type", attribute));
        Assert.Throws<ArgumentException>(() => LedgerKey.Create(attribute, "x"));
        Assert.Throws<ArgumentException>(() => LedgerKey.Range("type", attribute));
        Assert.False(LedgerKey.IsAttribute(attribute));
    }

    [Fact]
    public void Create_AttributeTooLongOrNull_Throws()
    {
        var longest = new string('x', LedgerKey.MaxAttributeLength);
        Assert.Equal(LedgerKey.MaxAttributeLength + 4, LedgerKey.Create("t", longest).Length);
        Assert.True(LedgerKey.IsAttribute(longest));
        Assert.Throws<ArgumentException>(() => LedgerKey.Create("t", longest + "x"));
        Assert.False(LedgerKey.IsAttribute(longest + "x"));
        Assert.Throws<ArgumentNullException>(() => LedgerKey.Create("t", (string)null!));
        Assert.False(LedgerKey.IsAttribute(null));
    }

    [Fact]
    public void Ordinal_Numbers_SortAsNumbers()
    {
        int[] numbers = [0, 1, 9, 10, 99, 100, 999_999_999, int.MaxValue];
        var texts = numbers.Select(LedgerKey.Ordinal).ToArray();
        Assert.Equal(texts.Order(StringComparer.Ordinal), texts);
        Assert.All(texts, text => Assert.Equal(10, text.Length));
        Assert.Throws<ArgumentOutOfRangeException>(() => LedgerKey.Ordinal(-1));
    }

    [Fact]
    public void Time_UpToTheYear9999_HasOneLength()
    {
        Assert.Equal("000000000000001", LedgerKey.Time(1));
        Assert.Equal(15, LedgerKey.Time(DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => LedgerKey.Time(-1));
    }

    [Fact]
    public void Split_WhatWasCreated_GivesItsParts()
    {
        Assert.Equal(["t", "a", "b"], LedgerKey.Split(LedgerKey.Create("t", "a", "b")));
        foreach (var other in new[] { "", "\0", "\0\0", "plain", "\0open" })
            Assert.Throws<ArgumentException>(() => LedgerKey.Split(other));
    }

    [Fact]
    public void Keys_OfOneIteration_AreNotInTheRangeOfAnother()
    {
        Assert.True(Contains(Keys.Gradients("flm-a", 1), Keys.Gradient("flm-a", 1, "dp")));
        Assert.False(Contains(Keys.Gradients("flm-a", 1), Keys.Gradient("flm-a", 10, "dp")));
        Assert.False(Contains(Keys.Gradients("flm-a", 1), Keys.Gradient("flm-ab", 1, "dp")));
        Assert.False(Contains(Keys.Gradients("flm-a", 1), Keys.Aggregate("flm-a", 1, "dp")));
    }

    [Fact]
    public void Keys_OfDifferentThings_AreDifferent()
    {
        string[] keys =
        [
            Keys.Policy, Keys.PolicySeal, Keys.AuthoritySeal, Keys.Trainer("x"), Keys.Root(1, "x"), Keys.Model("x"), Keys.Recruiting("x"), Keys.Intention("x", "y"), Keys.Setup("x"),
            Keys.Confirmation("x", 1, "y"), Keys.Gradient("x", 1, "y"), Keys.Contributors("x", 1), Keys.Aggregate("x", 1, "y"), Keys.Leader("x", 1),
            Keys.Share("x", 1, "y"), Keys.Evaluation("x", 1, "y"), Keys.Round("x", 1), Keys.Return("x", "y"), Keys.Attestation("x", "y"),
            Keys.Purchase("x", "y"), Keys.Bought("x", "y", "z"), Keys.ModelRating("x", "y"), Keys.Account("x"), Keys.Credit("x", "y", 1),
            Keys.Posting("x", 1, "y", 1), Keys.Issue("x"), Keys.Payload("gradient", "x", 1, "y"), Keys.Payload("share", "x", 1, "y"),
            Keys.Hold("x", "y"), Keys.FalseAlarm("x", "y"), Keys.VoidSetup("x", 1),
        ];
        Assert.Equal(keys.Length, keys.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void EnvelopeContexts_AreTheAgreedTexts()
    {
        Assert.Equal("FLChain/delivery/v1/flm-a/p1"u8.ToArray(), EnvelopeContexts.Delivery("flm-a", "p1"));
        Assert.Equal("FLChain/share/v1/flm-a/2/dp"u8.ToArray(), EnvelopeContexts.DealtShare("flm-a", 2, "dp"));
        Assert.Equal("FLChain/commitment/v1/flm-a/2/dp"u8.ToArray(), EnvelopeContexts.ShareCommitment("flm-a", 2, "dp"));
    }

    private static bool Contains(LedgerKeyRange range, string key) =>
        Bytes(range.Start).SequenceCompareTo(Bytes(key)) <= 0 && Bytes(key).SequenceCompareTo(Bytes(range.End)) < 0;

    // Fabric orders keys by their UTF-8 bytes.
    private static ReadOnlySpan<byte> Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text);
}
