using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using FLChain.Fabric.Tests.Interop;

namespace FLChain.DevPeer.Tests.Interop;

/// <summary>
/// The same transactions with our client and the official one, on our chaincode shim and the official one: the peer in the
/// middle must suit them all, and all must see the same ledger.
/// </summary>
public sealed class EverySideTests
{
    public static TheoryData<string, string> Sides => new()
    {
        { "our client", "our chaincode" },
        { "our client", "Node chaincode" },
        { "Node client", "our chaincode" },
        { "Node client", "Node chaincode" },
    };

    [Theory]
    [MemberData(nameof(Sides))]
    public async Task EveryOperation_OnEverySide_DoesTheSame(string clientSide, string chaincodeSide)
    {
        await using InteropNetwork network = await StartAsync(chaincodeSide);
        await using ILedgerClient client = clientSide == "our client" ? new OwnLedgerClient(network, "ann") : new NodeLedgerClient(network, "ann");
        await WriteReadAndDeleteAsync(client);
        await QueryRangesAsync(client);
        await KeepPrivateDataAsync(client);
        await TellWhoCallsAsync(client);
        await FailAsync(client);
    }

    private static async Task<InteropNetwork> StartAsync(string chaincodeSide) =>
        chaincodeSide == "our chaincode" ? await InteropNetwork.StartAsync(new MirrorChaincode()) : await InteropNetwork.StartWithNodeChaincodeAsync();

    private static async Task WriteReadAndDeleteAsync(ILedgerClient client)
    {
        Committed first = await client.SubmitAsync("put", ["k€y", "één"]);
        Assert.Equal("één", await client.EvaluateAsync("get", "k€y"));
        Committed second = await client.SubmitAsync("put", ["k€y", "two"]);
        Committed third = await client.SubmitAsync("delete", ["k€y"]);
        Assert.Equal("", await client.EvaluateAsync("get", "k€y"));
        Assert.True(first.Block < second.Block && second.Block < third.Block);
        AssertJson(
            [Version(third, "", true), Version(second, "two", false), Version(first, "één", false)],
            await client.EvaluateAsync("history", "k€y"));
        AssertJson([], await client.EvaluateAsync("history", "never"));

        Assert.Equal("1", (await client.SubmitAsync("increment", ["count"])).Result);
        Assert.Equal("2", (await client.SubmitAsync("increment", ["count"])).Result);
        // An evaluated write leaves nothing behind.
        Assert.Equal("3", await client.EvaluateAsync("increment", "count"));
        Assert.Equal("2", await client.EvaluateAsync("get", "count"));
    }

    private static async Task QueryRangesAsync(ILedgerClient client)
    {
        // More rows than a peer gives in one batch.
        await client.SubmitAsync("fill", ["r", "250"]);
        JsonArray rows = [.. Enumerable.Range(0, 250).Select(i => (JsonNode)$"r{i:D4}={i}")];
        AssertJson(rows, await client.EvaluateAsync("range", "r", "s"));
        AssertJson(["r0248=248", "r0249=249"], await client.EvaluateAsync("range", "r0248", "r0250"));
        AssertJson([], await client.EvaluateAsync("range", "x", "y"));
        Assert.Equal("r0000=0", await client.EvaluateAsync("firstOfRange", "r", "s"));

        // What a bookmark looks like is the peer's own affair; that the last page has none is not.
        string first = await client.EvaluateAsync("page", "r", "r0003", "2", "");
        string bookmark = (string)JsonNode.Parse(first)!["bookmark"]!;
        Assert.NotEmpty(bookmark);
        AssertJson(Page(["r0000=0", "r0001=1"], bookmark), first);
        AssertJson(Page(["r0002=2"], ""), await client.EvaluateAsync("page", "r", "r0003", "2", bookmark));
        AssertJson(Page(["r0000=0", "r0001=1", "r0002=2"], ""), await client.EvaluateAsync("page", "r", "r0003", "3", ""));

        await client.SubmitAsync("putComposite", ["owner", "lamp", "ann", "1"]);
        await client.SubmitAsync("putComposite", ["owner", "desk", "ann", "2"]);
        await client.SubmitAsync("putComposite", ["owner", "door", "anna", "1"]);
        AssertJson(["ann/1/lamp", "ann/2/desk"], await client.EvaluateAsync("composites", "owner", "ann"));
        // A range from the very start leaves composite keys out.
        AssertJson(["count=2"], await client.EvaluateAsync("range", "", "r"));
    }

    private static async Task KeepPrivateDataAsync(ILedgerClient client)
    {
        var transient = new Dictionary<string, string> { ["value"] = "secret" };
        await client.SubmitAsync("putPrivate", [InteropNetwork.Collection, "p1"], transient);
        Assert.Equal("secret", await client.EvaluateAsync("getPrivate", InteropNetwork.Collection, "p1"));
        Assert.Equal(
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("secret"))),
            await client.EvaluateAsync("privateHash", InteropNetwork.Collection, "p1"));
        AssertJson(["p1=secret"], await client.EvaluateAsync("privateRange", InteropNetwork.Collection, "", ""));
        Assert.Equal("", await client.EvaluateAsync("get", "p1"));
        await client.SubmitAsync("deletePrivate", [InteropNetwork.Collection, "p1"]);
        Assert.Equal("", await client.EvaluateAsync("getPrivate", InteropNetwork.Collection, "p1"));
        Assert.Equal("", await client.EvaluateAsync("privateHash", InteropNetwork.Collection, "p1"));
    }

    private static async Task TellWhoCallsAsync(ILedgerClient client)
    {
        Committed committed = await client.SubmitAsync("whoAmI", [], new Dictionary<string, string> { ["hint"] = "x" });
        JsonNode facts = JsonNode.Parse(committed.Result)!;
        Assert.Equal("Org1MSP", (string)facts["mspId"]!);
        Assert.Equal("ann", (string)facts["commonName"]!);
        Assert.Equal(InteropNetwork.ChannelId, (string)facts["channel"]!);
        Assert.Equal(committed.TransactionId, (string)facts["transaction"]!);
        Assert.Equal("""["hint"]""", facts["transient"]!.ToJsonString());
        Assert.InRange((DateTimeOffset.UtcNow - DateTimeOffset.Parse((string)facts["time"]!)).Duration(), TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    private static async Task FailAsync(ILedgerClient client)
    {
        LedgerFailure endorse = await Assert.ThrowsAsync<LedgerFailure>(() => client.SubmitAsync("fail", ["FL0104 no"]));
        Assert.Equal("EndorseError", endorse.Stage);
        Assert.Equal(64, endorse.TransactionId.Length);
        Assert.Contains("chaincode response 500, FL0104 no", endorse.Details, StringComparison.Ordinal);

        LedgerFailure evaluate = await Assert.ThrowsAsync<LedgerFailure>(() => client.EvaluateAsync("fail", "FL0105 no"));
        Assert.Contains("FL0105 no", evaluate.Message, StringComparison.Ordinal);
    }

    private static JsonObject Version(Committed committed, string value, bool isDelete) =>
        new() { ["txId"] = committed.TransactionId, ["value"] = value, ["isDelete"] = isDelete };

    private static JsonObject Page(JsonArray rows, string bookmark) =>
        new() { ["rows"] = rows, ["count"] = rows.Count, ["bookmark"] = bookmark };

    private static void AssertJson(JsonArray expected, string actual) => AssertJson((JsonNode)expected, actual);

    private static void AssertJson(JsonNode expected, string actual) =>
        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(actual)), $"expected {expected.ToJsonString()}, was {actual}");
}
