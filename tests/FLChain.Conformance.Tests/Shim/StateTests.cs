using FLChain.Conformance.Tests.Consortium;
using FLChain.Fabric.Client;

namespace FLChain.Conformance.Tests.Shim;

/// <summary>World state, ranges, pages, history: what a contract reads and writes.</summary>
public sealed class StateTests(ConformanceFixture fixture) : ConformanceTestBase(fixture)
{
    [Fact]
    public async Task Write_IsSeenByTheNextTransactionAndNotByItsOwn()
    {
        var key = NewKey();
        Assert.Equal("\n(none)", System.Text.Encoding.UTF8.GetString((await SubmitAsync(Step("put", key, "new"), Step("get", key))).Payload));
        Assert.Equal("new", await EvaluateAsync(Step("get", key)));
        await SubmitAsync(Step("delete", key));
        Assert.Equal("(none)", await EvaluateAsync(Step("get", key)));
    }

    [Fact]
    public async Task Write_TwiceInATransaction_TheLastCounts()
    {
        var key = NewKey();
        await SubmitAsync(Step("put", key, "first"), Step("put", key, "last"));
        Assert.Equal("last", await EvaluateAsync(Step("get", key)));
        await SubmitAsync(Step("put", key, "again"), Step("delete", key));
        Assert.Equal("(none)", await EvaluateAsync(Step("get", key)));
    }

    [Fact]
    public async Task Range_GivesKeysInTheOrderOfTheirBytes_FromTheFirstToBeforeTheLast()
    {
        var p = NewKey("range");
        // U+1F600 comes after U+FF5E in UTF-8 and before it in UTF-16.
        await SubmitAsync([.. new[] { "c", "a", "\U0001F600", "～", "b" }.Select(name => Step("put", $"{p}{name}", "1"))]);
        Assert.Equal($"{p}a=1,{p}b=1,{p}c=1,{p}～=1,{p}\U0001F600=1", await EvaluateAsync(Step("range", p, p + "\U0001F601")));
        Assert.Equal($"{p}a=1,{p}b=1", await EvaluateAsync(Step("range", p + "a", p + "c")));
        Assert.Equal("", await EvaluateAsync(Step("range", p + "x", p + "y")));
    }

    [Fact]
    public async Task Range_LongerThanAPeersBatch_IsWhole()
    {
        var p = NewKey("long");
        await SubmitAsync([.. Enumerable.Range(0, 250).Select(i => Step("put", $"{p}{i:d3}", "1"))]);
        Assert.Equal(250, (await EvaluateAsync(Step("range", p, p + "~"))).Split(',').Length);
        // Left early: the query is closed, and the transaction goes on.
        Assert.Equal($"{p}000=1,{p}001=1\n1", await EvaluateAsync(Step("range", p, p + "~", "2"), Step("get", p + "000")));
    }

    [Fact]
    public async Task Pages_GoThroughARangeByTheirBookmarks()
    {
        var p = NewKey("page");
        await SubmitAsync([.. Enumerable.Range(0, 5).Select(i => Step("put", $"{p}{i}", "1"))]);
        var first = (await EvaluateAsync(Step("page", p, p + "~", "2", ""))).Split('|');
        Assert.Equal($"{p}0,{p}1", first[0]);
        var second = (await EvaluateAsync(Step("page", p, p + "~", "2", first[1]))).Split('|');
        Assert.Equal($"{p}2,{p}3", second[0]);
        Assert.Equal($"{p}4|", await EvaluateAsync(Step("page", p, p + "~", "2", second[1])));
    }

    [Fact]
    public async Task Page_AndAWriteInOneTransaction_IsRefused()
    {
        var p = NewKey("page");
        foreach (var steps in new[] { new[] { Step("page", p, p + "~", "2", ""), Step("put", p, "1") }, [Step("put", p, "1"), Step("page", p, p + "~", "2", "")] })
        {
            var failure = await Assert.ThrowsAsync<EndorseException>(() => SubmitAsync(steps));
            Assert.Matches("the peer refused (PutState|GetStateByRange)", failure.ChaincodeMessage);
        }
    }

    [Fact]
    public async Task CompositeKeys_StandApartFromSimpleOnes()
    {
        var p = NewKey("composite");
        string Key(string attribute) => $"\0{p}\0{attribute}\0";
        await SubmitAsync(Step("put", Key("a"), "1"), Step("put", Key("b"), "2"), Step("put", p, "3"));
        Assert.Equal($"|{p}|a|=1,|{p}|b|=2", await EvaluateAsync(Step("range", $"\0{p}\0", $"\0{p}\0\U0010FFFF")));
        Assert.Equal($"{p}=3", await EvaluateAsync(Step("range", p, p + "~")));
        // A range without a start begins behind all composite keys.
        Assert.DoesNotContain('|', await EvaluateAsync(Step("range", "", p)));
    }

    [Fact]
    public async Task History_HasEveryCommittedVersion_NewestFirst()
    {
        var key = NewKey();
        var first = await SubmitAsync(Step("put", key, "1"));
        var second = await SubmitAsync(Step("put", key, "2"), Step("put", key, "3"));
        var third = await SubmitAsync(Step("delete", key));
        Assert.Equal(
            $"{third.TransactionId}=deleted,{second.TransactionId}=3,{first.TransactionId}=1",
            await EvaluateAsync(Step("history", key)));
        Assert.Equal("", await EvaluateAsync(Step("history", key + "never")));
    }

    [Fact]
    public async Task QueryLanguage_OfAPeerWithoutOne_IsRefused()
    {
        foreach (var step in new[] { Step("query", "{\"selector\":{}}"), Step("private-query", Kept, "{\"selector\":{}}") })
        {
            var failure = await Assert.ThrowsAsync<EvaluateException>(() => EvaluateAsync(step));
            Assert.Equal((500, "the peer refused GetQueryResult"), (failure.ChaincodeStatus, failure.ChaincodeMessage));
        }
    }

    [Fact]
    public async Task Facts_OfTheProposal_ReachTheContract()
    {
        var before = DateTimeOffset.UtcNow.AddSeconds(-1).ToUnixTimeMilliseconds();
        var gateway = Connect();
        var proposal = Consortium.Probe(gateway).NewProposal(
            "run",
            Steps("facts"),
            new ProposalOptions { Transient = new Dictionary<string, ReadOnlyMemory<byte>> { ["b"] = new byte[3], ["a"] = new byte[1] } });
        var words = System.Text.Encoding.UTF8.GetString(await proposal.EvaluateAsync(Token)).Split(' ');
        Assert.Equal([proposal.TransactionId, Consortium.Channel], words[..2]);
        Assert.InRange(long.Parse(words[2], System.Globalization.CultureInfo.InvariantCulture), before, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        Assert.Equal([gateway.Identity.MspId, gateway.Identity.Certificate.GetNameInfo(System.Security.Cryptography.X509Certificates.X509NameType.SimpleName, false), "a=1,b=3"], words[3..]);
    }

    private static string Kept => ConsortiumUnderTest.KeptCollection;
}
