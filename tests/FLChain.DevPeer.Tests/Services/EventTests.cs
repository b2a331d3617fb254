using FLChain.DevPeer.Tests.Network;
using FLChain.Fabric.Client;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Protos;

namespace FLChain.DevPeer.Tests.Services;

public sealed class EventTests
{
    private static readonly SeekPosition Oldest = new() { Oldest = new SeekOldest() };

    [Fact]
    public async Task Events_FromABlockOn_ReplayAndThenGoOnLive()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();
        await client.InvokeAsync("put", "a", "1", "made");
        var second = await client.InvokeAsync("put", "b", "1", "made");
        await using var events = client.EventsAsync(TestClient.At(second)).GetAsyncEnumerator(TestClient.Token);

        Assert.True(await events.MoveNextAsync());
        Assert.Equal(("b", second), Only(events.Current));
        var third = await client.InvokeAsync("put", "c", "1", "made");
        Assert.True(await events.MoveNextAsync());
        Assert.Equal(("c", third), Only(events.Current));
    }

    [Fact]
    public async Task Events_AfterATransaction_SkipUpToAndWithIt()
    {
        await using var network = await TestNetwork.StartAsync(options => options with { BatchTimeout = TimeSpan.FromMilliseconds(300) });
        var client = network.Client();
        // Three transactions of one block.
        await Task.WhenAll(client.InvokeAsync("put", "a", "1", "e"), client.InvokeAsync("put", "b", "1", "e"), client.InvokeAsync("put", "c", "1", "e"));
        var all = await FirstAsync(client.EventsAsync(Oldest));
        Assert.Equal(3, all.Events.Count);

        var rest = await FirstAsync(client.EventsAsync(TestClient.At(0), after: all.Events[0].TxId));

        Assert.Equal(all.Events.Skip(1), rest.Events);
        Assert.Equal(all.BlockNumber, rest.BlockNumber);
    }

    [Fact]
    public async Task Events_AfterAnUnknownTransaction_BeginAtTheStartPosition()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();
        await client.InvokeAsync("put", "a", "1", "made");

        var first = await FirstAsync(client.EventsAsync(Oldest, after: "nobody knows"));

        Assert.Equal("a", Only(first).Payload);
    }

    [Fact]
    public async Task Events_WithoutAPosition_BeginWithTheNextBlock()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();
        await client.InvokeAsync("put", "a", "1", "made");
        await using var events = client.EventsAsync(null).GetAsyncEnumerator(TestClient.Token);
        var next = events.MoveNextAsync();
        // Its start is the height when the request arrives, which nobody sees: blocks come until one is delivered.
        for (var i = 0; !next.IsCompleted; i++)
            await client.InvokeAsync("put", $"b{i}", "1", "made");

        Assert.True(await next);
        Assert.StartsWith("b", Only(events.Current).Payload, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_OfInvalidTransactions_AreNotDelivered()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();
        var (proposal, transactionId) = client.Propose(["put", "a", "1", "made"]);
        await client.SubmitAsync(await client.EndorseAsync(proposal, "Org1MSP"), transactionId);
        await client.InvokeAsync("put", "b", "1", "made");

        var first = await FirstAsync(client.EventsAsync(Oldest));

        Assert.Equal("b", Only(first).Payload);
    }

    [Fact]
    public async Task Events_AfterTheFirstReaderStalled_StillReachOthersAndCommitsGoOn()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();
        await client.InvokeAsync("put", "a", "1", "made");
        await using var stalled = client.EventsAsync(Oldest).GetAsyncEnumerator(TestClient.Token);
        Assert.True(await stalled.MoveNextAsync());

        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => client.InvokeAsync("put", $"k{i}", new string('x', 20_000), "made")));

        Assert.True(await stalled.MoveNextAsync());
        Assert.Equal("a", Only(await FirstAsync(client.EventsAsync(Oldest))).Payload);
    }

    [Fact]
    public async Task Events_ForgedRequest_IsDenied()
    {
        await using var network = await TestNetwork.StartAsync();
        var (mallory, victim) = (network.Client("Org2MSP"), network.Client());
        var request = new ChaincodeEventsRequest
        {
            ChannelId = "flchain",
            ChaincodeId = TestNetwork.Chaincode,
            Identity = victim.Identity.Identity.Serialized,
        };
        var failure = await Assert.ThrowsAsync<GrpcException>(() => FirstAsync(ServeAsync(mallory, request)));
        Assert.Equal(GrpcStatusCode.PermissionDenied, failure.StatusCode);

        request.Identity = mallory.Identity.Identity.Serialized;
        request.ChannelId = "other";
        failure = await Assert.ThrowsAsync<GrpcException>(() => FirstAsync(ServeAsync(mallory, request)));
        Assert.Equal(GrpcStatusCode.NotFound, failure.StatusCode);
    }

    private static IAsyncEnumerable<ChaincodeEventsResponse> ServeAsync(TestClient signer, ChaincodeEventsRequest request)
    {
        var bytes = Google.Protobuf.MessageExtensions.ToByteString(request);
        var signed = new SignedChaincodeEventsRequest { Request = bytes, Signature = signer.SignatureOver(bytes) };
        return signer.Channel.ServerStreamingAsync(GatewayService.ChaincodeEvents, signed, null, TestClient.Token);
    }

    private static async Task<ChaincodeEventsResponse> FirstAsync(IAsyncEnumerable<ChaincodeEventsResponse> events)
    {
        await foreach (var response in events)
            return response;
        throw new InvalidOperationException("The stream ended.");
    }

    private static (string Payload, ulong Block) Only(ChaincodeEventsResponse response)
    {
        var raised = Assert.Single(response.Events);
        Assert.Equal("made", raised.EventName);
        Assert.Equal(TestNetwork.Chaincode, raised.ChaincodeId);
        return (raised.Payload.ToStringUtf8(), response.BlockNumber);
    }
}
