using FLChain.Fabric.Client;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Protos;
using ChaincodeEvent = FLChain.Fabric.Client.ChaincodeEvent;

namespace FLChain.Fabric.Tests.Client;

public sealed class ChaincodeEventTests : ClientTestBase
{
    private readonly List<ChaincodeEventsRequest> _requests = [];

    private Network Network => Gateway.GetNetwork("ch");

    [Fact]
    public async Task ChaincodeEventsAsync_StartBlock_AskedForAndEventsComeWhole()
    {
        Script(responses: [[Block(3, "a", "b")]]);
        var events = await TakeAsync(Network.ChaincodeEventsAsync("cc", new EventOptions { StartBlock = 3 }, Token), 2);
        Assert.Equal(["3/a/name-a/payload-a", "3/b/name-b/payload-b"], events.Select(Describe));
        var request = Assert.Single(_requests);
        Assert.Equal("ch", request.ChannelId);
        Assert.Equal("cc", request.ChaincodeId);
        Assert.Equal(3UL, request.StartPosition.Specified.Number);
        Assert.Equal("", request.AfterTransactionId);
    }

    [Fact]
    public async Task ChaincodeEventsAsync_NoStart_NextCommit()
    {
        Script(responses: [[Block(9, "a")]]);
        await TakeAsync(Network.ChaincodeEventsAsync("cc", cancellationToken: Token), 1);
        Assert.Equal(SeekPosition.TypeOneofCase.NextCommit, Assert.Single(_requests).StartPosition.TypeCase);
    }

    [Fact]
    public async Task ChaincodeEventsAsync_StreamLostInTheMiddleOfABlock_GoesOnExactlyAfterTheLastEvent()
    {
        // The second stream brings the whole block again, as a peer that does not know after_transaction_id would.
        Script(responses: [[Block(3, "a"), Block(4, "b")], [Block(4, "b", "c"), Block(6, "d")]]);
        var events = await TakeAsync(Network.ChaincodeEventsAsync("cc", new EventOptions { StartBlock = 0 }, Token), 4);
        Assert.Equal(["a", "b", "c", "d"], events.Select(item => item.TransactionId));
        Assert.Equal(4UL, _requests[1].StartPosition.Specified.Number);
        Assert.Equal("b", _requests[1].AfterTransactionId);
    }

    [Fact]
    public async Task ChaincodeEventsAsync_Checkpoint_BeginsAfterWhatWasRecorded()
    {
        var checkpoint = new InMemoryCheckpoint();
        await checkpoint.RecordTransactionAsync(5, "x", Token);
        Script(responses: [[Block(5, "y")], [Block(6, "z")]]);
        var options = new EventOptions { StartBlock = 0, Checkpoint = checkpoint };
        await TakeAsync(Network.ChaincodeEventsAsync("cc", options, Token), 1);
        Assert.Equal((5UL, "x"), (_requests[0].StartPosition.Specified.Number, _requests[0].AfterTransactionId));
        await checkpoint.RecordBlockAsync(5, Token);
        await TakeAsync(Network.ChaincodeEventsAsync("cc", options, Token), 1);
        Assert.Equal((6UL, ""), (_requests[1].StartPosition.Specified.Number, _requests[1].AfterTransactionId));
    }

    [Fact]
    public async Task ChaincodeEventsAsync_EmptyCheckpoint_StartBlockCounts()
    {
        Script(responses: [[Block(5, "y")]]);
        await TakeAsync(Network.ChaincodeEventsAsync("cc", new EventOptions { StartBlock = 2, Checkpoint = new InMemoryCheckpoint() }, Token), 1);
        Assert.Equal(2UL, _requests[0].StartPosition.Specified.Number);
    }

    [Fact]
    public async Task ChaincodeEventsAsync_Refused_EventsExceptionWithoutAnotherTry()
    {
        Peer.OnEvents = (request, _, _) =>
        {
            _requests.Add(request);
            throw new GrpcException(GrpcStatusCode.PermissionDenied, "not a member");
        };
        var failure = await Assert.ThrowsAsync<EventsException>(() => TakeAsync(Network.ChaincodeEventsAsync("cc", cancellationToken: Token), 1));
        Assert.Equal(GrpcStatusCode.PermissionDenied, failure.StatusCode);
        Assert.Single(_requests);
    }

    [Fact]
    public async Task ChaincodeEventsAsync_NothingButLosses_EventsExceptionAfterTheBound()
    {
        Script(responses: []);
        var failure = await Assert.ThrowsAsync<EventsException>(() => TakeAsync(Network.ChaincodeEventsAsync("cc", cancellationToken: Token), 1));
        Assert.Equal(GrpcStatusCode.Unavailable, failure.StatusCode);
        Assert.Equal(4, _requests.Count);
    }

    [Fact]
    public async Task ChaincodeEventsAsync_BlocksOutOfOrder_EventsException()
    {
        Script(responses: [[Block(4, "a"), Block(3, "b")]]);
        await Assert.ThrowsAsync<EventsException>(() => TakeAsync(Network.ChaincodeEventsAsync("cc", cancellationToken: Token), 2));
    }

    [Fact]
    public async Task ChaincodeEventsAsync_PeerDies_NextPeerGoesOn()
    {
        var first = await StartPeerAsync();
        first.OnEvents = async (_, writer, context) =>
        {
            await writer.WriteAsync(Block(3, "a"));
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        };
        Script(responses: [[Block(4, "b")]]);
        var received = new List<string>();
        await foreach (var item in Connect([first, Peer]).GetNetwork("ch").ChaincodeEventsAsync("cc", new EventOptions { StartBlock = 0 }, Token))
        {
            received.Add(item.TransactionId);
            if (received.Count == 1)
                await first.DisposeAsync();
            else
                break;
        }
        Assert.Equal(["a", "b"], received);
        Assert.Equal((3UL, "a"), (_requests[0].StartPosition.Specified.Number, _requests[0].AfterTransactionId));
    }

    [Fact]
    public async Task ChaincodeEventsAsync_Cancelled_Ends()
    {
        Peer.OnEvents = (_, _, context) => Task.Delay(Timeout.Infinite, context.CancellationToken);
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => TakeAsync(Network.ChaincodeEventsAsync("cc", cancellationToken: source.Token), 1));
    }

    // Each stream brings its responses and then breaks.
    private void Script(ChaincodeEventsResponse[][] responses)
        => Peer.OnEvents = async (request, writer, _) =>
        {
            _requests.Add(request);
            foreach (var response in responses.ElementAtOrDefault(_requests.Count - 1) ?? [])
                await writer.WriteAsync(response);
            throw new GrpcException(GrpcStatusCode.Unavailable, "the stream broke");
        };

    private static ChaincodeEventsResponse Block(ulong number, params string[] transactions)
    {
        var response = new ChaincodeEventsResponse { BlockNumber = number };
        response.Events.AddRange(transactions.Select(id => new Protos.ChaincodeEvent
        {
            ChaincodeId = "cc",
            TxId = id,
            EventName = "name-" + id,
            Payload = Google.Protobuf.ByteString.CopyFromUtf8("payload-" + id),
        }));
        return response;
    }

    private static string Describe(ChaincodeEvent item)
        => $"{item.BlockNumber}/{item.TransactionId}/{item.EventName}/{System.Text.Encoding.UTF8.GetString(item.Payload.Span)}";

    private static async Task<List<ChaincodeEvent>> TakeAsync(IAsyncEnumerable<ChaincodeEvent> events, int count)
    {
        var taken = new List<ChaincodeEvent>();
        await foreach (var item in events)
        {
            taken.Add(item);
            if (taken.Count == count)
                break;
        }
        return taken;
    }
}
