using System.Text.Json.Nodes;
using FLChain.Fabric.Shim;
using FLChain.Fabric.Tests.Shim;

namespace FLChain.DevPeer.Tests.Interop;

/// <summary>The official client on a contract of ours: named transactions with typed arguments, events, blocks, conflicts.</summary>
public sealed class NodeGatewayTests
{
    private const int MvccReadConflict = 11;

    private static ContractRouter Contract => ContractRouter.Create([new AssetContract()], JsonArgumentCodec.Instance, AssetContract.MapException);

    [Fact]
    public async Task TypedTransactions_OfTheOfficialClient_AreOurs()
    {
        await using InteropNetwork network = await InteropNetwork.StartAsync(Contract);
        await using var node = new NodeLedgerClient(network, "ann", "assets");
        await using var own = new OwnLedgerClient(network, "bob", "assets");
        const string lamp = """{"id":"lamp","owner":"ann","value":7}""";
        Assert.Equal(lamp, (await node.SubmitAsync("Create", [lamp])).Result);
        Assert.Equal(lamp, await own.EvaluateAsync("Read", "\"lamp\""));
        await own.SubmitAsync("Transfer", ["""{"id":"lamp","newOwner":"bob"}"""]);
        Assert.Equal("""{"id":"lamp","owner":"bob","value":7}""", await node.EvaluateAsync("Read", "\"lamp\""));

        LedgerFailure exists = await Assert.ThrowsAsync<LedgerFailure>(() => node.SubmitAsync("Create", [lamp]));
        Assert.Contains("ASSET_EXISTS: asset lamp exists", exists.Details, StringComparison.Ordinal);
        LedgerFailure malformed = await Assert.ThrowsAsync<LedgerFailure>(() => node.SubmitAsync("Create", ["{}"]));
        Assert.Contains("assets:Create: malformed argument: ", malformed.Details, StringComparison.Ordinal);
        LedgerFailure unknown = await Assert.ThrowsAsync<LedgerFailure>(() => node.EvaluateAsync("Burn", "\"lamp\""));
        Assert.Contains("unknown function \"assets:Burn\"", unknown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TransientData_OfTheOfficialClient_BecomesPrivateData()
    {
        await using InteropNetwork network = await InteropNetwork.StartAsync(Contract);
        await using var node = new NodeLedgerClient(network, "ann", "assets");
        await node.SubmitAsync("Appraise", ["\"lamp\""], new Dictionary<string, string> { [AssetContract.AppraisalTransientKey] = "99" });
        Assert.Equal("99", await node.EvaluateAsync("ReadAppraisal", "\"lamp\""));
        LedgerFailure missing = await Assert.ThrowsAsync<LedgerFailure>(() => node.SubmitAsync("Appraise", ["\"desk\""]));
        Assert.Contains("NO_APPRAISAL", missing.Details, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_ComeLiveAndAgainFromAnyBlock()
    {
        await using InteropNetwork network = await InteropNetwork.StartAsync(Contract);
        await using var node = new NodeLedgerClient(network, "ann", "assets");
        await using var own = new OwnLedgerClient(network, "bob", "assets");
        Committed before = await own.SubmitAsync("Create", ["""{"id":"a","owner":"bob","value":1}"""]);
        int live = await node.OpenAsync("listen", before.Block + 1);
        Committed mine = await node.SubmitAsync("Create", ["""{"id":"b","owner":"ann","value":2}"""]);
        Committed theirs = await own.SubmitAsync("Transfer", ["""{"id":"b","newOwner":"bob"}"""]);
        AssertEvent(mine, "created", "b", await node.NextAsync(live));
        AssertEvent(theirs, "transferred", "b", await node.NextAsync(live));

        int replay = await node.OpenAsync("listen", 0);
        AssertEvent(before, "created", "a", await node.NextAsync(replay));
        AssertEvent(mine, "created", "b", await node.NextAsync(replay));
        AssertEvent(theirs, "transferred", "b", await node.NextAsync(replay));

        await node.AskAsync(new JsonObject { ["op"] = "close", ["stream"] = replay });
        Committed last = await own.SubmitAsync("Create", ["""{"id":"c","owner":"bob","value":3}"""]);
        AssertEvent(last, "created", "c", await node.NextAsync(live));
    }

    [Fact]
    public async Task Conflict_OfTwoEndorsedTransactions_SpoilsTheSecond()
    {
        await using InteropNetwork network = await InteropNetwork.StartAsync(Contract);
        await using var node = new NodeLedgerClient(network, "ann", "assets");
        await node.SubmitAsync("Create", ["""{"id":"a","owner":"ann","value":1}"""]);
        int events = await node.OpenAsync("listen", null);
        JsonObject answer = await node.AskAsync(new JsonObject
        {
            ["op"] = "conflict",
            ["name"] = "Transfer",
            ["calls"] = new JsonArray(new JsonArray("""{"id":"a","newOwner":"bob"}"""), new JsonArray("""{"id":"a","newOwner":"eve"}""")),
        });
        Assert.Equal([0, MvccReadConflict], answer["codes"]!.AsArray().Select(code => (int)code!));
        Assert.Equal("""{"id":"a","owner":"bob","value":1}""", await node.EvaluateAsync("Read", "\"a\""));

        // The spoilt transaction's event is never told.
        Committed next = await node.SubmitAsync("Create", ["""{"id":"b","owner":"ann","value":2}"""]);
        Assert.Equal("transferred", (string)(await node.NextAsync(events))["event"]!);
        AssertEvent(next, "created", "b", await node.NextAsync(events));
    }

    [Fact]
    public async Task Blocks_FromTheFirst_AreReadByTheOfficialClient()
    {
        await using InteropNetwork network = await InteropNetwork.StartAsync(Contract);
        await using var node = new NodeLedgerClient(network, "ann", "assets");
        Committed committed = await node.SubmitAsync("Create", ["""{"id":"a","owner":"ann","value":1}"""]);
        int blocks = await node.OpenAsync("blocks", 0);
        for (ulong number = 0; number <= committed.Block; number++)
        {
            JsonObject block = await node.NextAsync(blocks);
            Assert.Equal(number, (ulong)block["block"]!);
            Assert.Equal(1, (int)block["transactions"]!);
            Assert.Equal("00", (string)block["codes"]!);
        }
    }

    private static void AssertEvent(Committed committed, string name, string payload, JsonObject told)
    {
        Assert.Equal(committed.Block, (ulong)told["block"]!);
        Assert.Equal(committed.TransactionId, (string)told["transactionId"]!);
        Assert.Equal(InteropNetwork.Chaincode, (string)told["chaincode"]!);
        Assert.Equal((name, payload), ((string)told["event"]!, (string)told["payload"]!));
    }
}
