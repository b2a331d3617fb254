using FLChain.Fabric.Client;

namespace FLChain.Conformance.Tests.Client;

/// <summary>Chaincode events: live, from a block, after a checkpoint, across restarts.</summary>
public sealed class EventTests(ConformanceFixture fixture) : ConformanceTestBase(fixture)
{
    [Fact]
    public async Task Events_OfValidTransactions_ComeInOrderFromAnyBlock()
    {
        var name = NewKey("event");
        var first = await SubmitAsync(Step("event", name, "1"), Step("put", name, "1"));
        var stale = await EndorseAsync([Step("get", name), Step("put", name, "2"), Step("event", name, "invalid")]);
        await SubmitAsync(Step("event", name, "2"), Step("put", name, "3"));
        await CommitAsync(stale);
        await SubmitAsync(Step("event", name, "first"), Step("event", name, "3"));

        var seen = await ReadAsync(Connect(), new EventOptions { StartBlock = first.BlockNumber }, name, 3);
        Assert.Equal(["1", "2", "3"], seen.Select(Payload));
        Assert.Equal((first.TransactionId, first.BlockNumber, Consortium.Chaincode), (seen[0].TransactionId, seen[0].BlockNumber, seen[0].Chaincode));
    }

    [Fact]
    public async Task Events_WithoutAStart_AreThoseOfTheBlocksToCome()
    {
        var name = NewKey("event");
        // Through one peer alone: for another the block of the first event may still be to come.
        var peer = Connect(configure: options => options with { Channels = [options.Channels[0]] });
        await Consortium.Probe(peer).SubmitAsync("run", Steps(Step("event", name, "before"), Step("put", name, "1")), cancellationToken: Token);
        var reading = ReadAsync(peer, null, name, 1);
        // Until the stream stands nobody knows whether it does: events come until one is seen.
        for (var i = 0; !reading.IsCompleted; i++)
            await SubmitAsync(Step("event", name, $"live {i}"), Step("put", name, "1"));
        Assert.StartsWith("live", Payload((await reading)[0]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_AfterACheckpoint_GoOnAfterTheLastOneRecorded()
    {
        var name = NewKey("event");
        var first = await SubmitAsync(Step("event", name, "1"), Step("put", name, "1"));
        await SubmitAsync(Step("event", name, "2"), Step("put", name, "1"));
        var checkpoint = new InMemoryCheckpoint();
        var seen = await ReadAsync(Connect(), new EventOptions { StartBlock = first.BlockNumber, Checkpoint = checkpoint }, name, 1);
        await checkpoint.RecordTransactionAsync(seen[0].BlockNumber, seen[0].TransactionId, Token);
        seen = await ReadAsync(Connect(), new EventOptions { StartBlock = 0, Checkpoint = checkpoint }, name, 1);
        Assert.Equal("2", Payload(seen[0]));
    }

    [Fact]
    public async Task Events_AcrossARestartOfThePeer_MissNothingAndRepeatNothing()
    {
        var name = NewKey("event");
        var first = await SubmitAsync(Step("event", name, "1"), Step("put", name, "1"));
        // Through this peer alone: elsewhere the stream would go on without a replay.
        var restarted = Connect(configure: options => options with { Channels = [options.Channels[0]] });
        var reading = ReadAsync(restarted, new EventOptions { StartBlock = first.BlockNumber }, name, 3);
        await SubmitAsync(Step("event", name, "2"), Step("put", name, "1"));
        await Consortium.RestartPeerAsync();
        await SubmitAsync(Step("event", name, "3"), Step("put", name, "1"));
        Assert.Equal(["1", "2", "3"], (await reading).Select(Payload));
    }

    private static string Payload(ChaincodeEvent item) => System.Text.Encoding.UTF8.GetString(item.Payload.Span);

    private async Task<List<ChaincodeEvent>> ReadAsync(FabricGateway gateway, EventOptions? options, string name, int count)
    {
        var seen = new List<ChaincodeEvent>();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        await foreach (var item in gateway.GetNetwork(Consortium.Channel).ChaincodeEventsAsync(Consortium.Chaincode, options, patience.Token))
        {
            if (item.EventName == name)
                seen.Add(item);
            if (seen.Count == count)
                break;
        }
        return seen;
    }
}
