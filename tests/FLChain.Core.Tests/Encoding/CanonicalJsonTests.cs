using FLChain.Core.Encoding;
using FLChain.Core.Money;
using FLChain.Core.Records;
using FLChain.Core.Requests;

namespace FLChain.Core.Tests.Encoding;

public sealed class CanonicalJsonTests
{
    private static readonly Posting Line = new("pac", -5, "issue", PaymentEvent.IntentionRefund, "a\"é\u0001", 7, "tx");

    [Fact]
    public void Encode_Record_IsSortedWithoutSpaceAndNamesItsEnumerations() =>
        Assert.Equal(
            """{"account":"pac","amount":-5,"at":7,"counterparty":"issue","event":"intentionRefund","reference":"a\u0022\u00E9\u0001","tx":"tx"}""",
            Text(CanonicalJson.Encode(Line)));

    [Fact]
    public void Encode_AbsentMember_IsLeftOut() => Assert.Equal("""{"dr":{"description":"","features":1,"labels":3,"samples":2}}""", Text(CanonicalJson.Encode(new UpdateTrainer(Dr: new DataResource(1, 2, 3)))));

    [Fact]
    public void Decode_WhatWasEncoded_IsTheSame()
    {
        Assert.Equal(Line, CanonicalJson.Decode<Posting>(CanonicalJson.Encode(Line)));
        var share = CanonicalJson.Decode<SealedShare>(CanonicalJson.Encode(new SealedShare("dp", [0, 255, 3])));
        Assert.Equal([0, 255, 3], share.Envelope);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("7")]
    [InlineData("""{"balance":1,"deposit":2""")]
    [InlineData("""{"balance":1,"deposit":2}x""")]
    [InlineData("""{"balance":1,"deposit":2}{}""")]
    [InlineData("""{"balance":1,"deposit":2} """)]
    [InlineData(""" {"balance":1,"deposit":2}""")]
    [InlineData("""{"balance": 1,"deposit":2}""")]
    [InlineData("""{"deposit":2,"balance":1}""")]
    [InlineData("""{"balance":1}""")]
    [InlineData("""{"balance":1,"deposit":2,"more":3}""")]
    [InlineData("""{"balance":1,"balance":1,"deposit":2}""")]
    [InlineData("""{"Balance":1,"deposit":2}""")]
    [InlineData("""{"balance":null,"deposit":2}""")]
    [InlineData("""{"balance":"1","deposit":2}""")]
    [InlineData("""{"balance":1.0,"deposit":2}""")]
    [InlineData("""{"balance":1e0,"deposit":2}""")]
    [InlineData("""{"balance":01,"deposit":2}""")]
    [InlineData("""{"balance":-0,"deposit":2}""")]
    [InlineData("""{"balance":9223372036854775808,"deposit":2}""")]
    [InlineData("""{"balance":true,"deposit":2}""")]
    [InlineData("""{"balance":1,"deposit":2,}""")]
    [InlineData("""{"balance":1,/**/"deposit":2}""")]
    [InlineData("""{"b\u0061lance":1,"deposit":2}""")]
    [InlineData("""{"$type":"x","balance":1,"deposit":2}""")]
    public void Decode_NotTheCanonicalForm_IsRefused(string json) =>
        Assert.Throws<CanonicalFormatException>(() => CanonicalJson.Decode<AccountRecord>(System.Text.Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData("""{"account":"pac","amount":1,"at":1,"counterparty":"x","event":7,"reference":"","tx":""}""")]
    [InlineData("""{"account":"pac","amount":1,"at":1,"counterparty":"x","event":"Mint","reference":"","tx":""}""")]
    [InlineData("""{"account":"pac","amount":1,"at":1,"counterparty":"x","event":"mint, deposit","reference":"","tx":""}""")]
    [InlineData("""{"account":"pac","amount":1,"at":1,"counterparty":"x","event":"nothing","reference":"","tx":""}""")]
    [InlineData("""{"account":null,"amount":1,"at":1,"counterparty":"x","event":"mint","reference":"","tx":""}""")]
    [InlineData("""{"account":"p\u0061c","amount":1,"at":1,"counterparty":"x","event":"mint","reference":"","tx":""}""")]
    [InlineData("""{"account":"\ud800","amount":1,"at":1,"counterparty":"x","event":"mint","reference":"","tx":""}""")]
    public void Decode_OddEnumerationsAndTexts_AreRefused(string json) =>
        Assert.Throws<CanonicalFormatException>(() => CanonicalJson.Decode<Posting>(System.Text.Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData("AAE")]
    [InlineData("AAF=")]
    [InlineData("A A=")]
    [InlineData("AA-_")]
    [InlineData("*")]
    public void Decode_OtherBase64_IsRefused(string text) =>
        Assert.Throws<CanonicalFormatException>(() => CanonicalJson.Decode<SealedShare>(System.Text.Encoding.UTF8.GetBytes($$"""{"dpId":"x","envelope":"{{text}}"}""")));

    [Fact]
    public void Decode_NullInsideAList_IsRefusedAndTheWordIsNot()
    {
        Assert.Throws<CanonicalFormatException>(() => CanonicalJson.Decode<EvaluationEntry>("""{"author":"x","ratings":[null]}"""u8));
        Assert.Throws<CanonicalFormatException>(() => CanonicalJson.Decode<ContributorsRecord>("""{"at":1,"contributors":["a",null],"missing":[]}"""u8));
        Assert.Equal("null", CanonicalJson.Decode<EvaluationEntry>("""{"author":"null","ratings":[]}"""u8).Author);
    }

    [Fact]
    public void Decode_BytesThatAreNoText_AreRefused()
    {
        var good = CanonicalJson.Encode(new AccountRecord(1, 2));
        Assert.Throws<CanonicalFormatException>(() => CanonicalJson.Decode<AccountRecord>([0xEF, 0xBB, 0xBF, .. good]));
        Assert.Throws<CanonicalFormatException>(() => CanonicalJson.Decode<AccountRecord>([0xFF, 0xFE]));
        Assert.Throws<CanonicalFormatException>(() => CanonicalJson.Decode<Mint>([.. "{\"amount\":1,\"reference\":\""u8, 0xC3, .. "\",\"to\":\"x\"}"u8]));
    }

    [Fact]
    public void Decode_VeryLongOrVeryDeep_IsRefused()
    {
        Assert.Throws<CanonicalFormatException>(() => CanonicalJson.Decode<AccountRecord>(new byte[CanonicalJson.MaxBytes + 1]));
        var deep = string.Concat(Enumerable.Repeat("""{"account":""", 10_000));
        Assert.Throws<CanonicalFormatException>(() => CanonicalJson.Decode<Posting>(System.Text.Encoding.UTF8.GetBytes(deep)));
    }

    [Fact]
    public void Decode_AnyByteAltered_IsRefusedOrIsTheCanonicalFormOfAnotherValue()
    {
        var random = new Random(11);
        var good = CanonicalJson.Encode(Line);
        for (var run = 0; run < 5_000; run++)
        {
            byte[] bytes = [.. good];
            for (var flips = random.Next(1, 4); flips > 0; flips--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                Assert.Equal(bytes, CanonicalJson.Encode(CanonicalJson.Decode<Posting>(bytes)));
            }
            catch (CanonicalFormatException)
            {
                // Refused, and with no other exception.
            }
        }
    }

    private static string Text(byte[] bytes) => System.Text.Encoding.UTF8.GetString(bytes);
}
