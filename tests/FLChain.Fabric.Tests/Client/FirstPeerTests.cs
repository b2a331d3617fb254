using FLChain.Fabric.Client;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Protos;

namespace FLChain.Fabric.Tests.Client;

/// <summary>The first peer is one's own organization's: it is left alone for a while after it failed, not for good.</summary>
public sealed class FirstPeerTests : ClientTestBase
{
    private readonly LeapClock _clock = new();

    [Fact]
    public async Task SubmitAsync_FirstPeerFailedOnce_IsUsedAgainAfterThePauseAndNotBefore()
    {
        Peer.OnEndorse = (call, _) => call == 1 ? throw Away() : Task.FromResult<EndorseResponse?>(null);
        var second = await StartPeerAsync();
        var contract = Connect([Peer, second]).GetNetwork("ch").GetContract("cc");

        await contract.SubmitAsync("Pay", ["x"], cancellationToken: Token);
        await contract.SubmitAsync("Pay", ["x"], cancellationToken: Token);
        Assert.Equal((1, 2), (Peer.Endorsed.Count, second.Endorsed.Count));

        _clock.Leap(Quick.FirstPeerPause);
        await contract.SubmitAsync("Pay", ["x"], cancellationToken: Token);
        Assert.Equal((2, 2), (Peer.Endorsed.Count, second.Endorsed.Count));
        Assert.Equal((1, 2), (Peer.Submitted.Count, second.Submitted.Count));
    }

    [Fact]
    public async Task SubmitAsync_FirstPeerStaysAway_IsAskedOncePerPause()
    {
        Peer.OnEndorse = (_, _) => throw Away();
        var second = await StartPeerAsync();
        var contract = Connect([Peer, second]).GetNetwork("ch").GetContract("cc");

        for (var pause = 1; pause <= 3; pause++)
        {
            for (var i = 0; i < 2; i++)
                await contract.SubmitAsync("Pay", ["x"], cancellationToken: Token);
            Assert.Equal((pause, 2 * pause), (Peer.Endorsed.Count, second.Endorsed.Count));
            _clock.Leap(Quick.FirstPeerPause);
        }
    }

    [Fact]
    public async Task Blocks_FirstPeerBreaksOff_TheStreamGoesOnAtTheSecondAndComesBack()
    {
        Peer.OnDeliver = ServeFrom(1, breakOffAt: 1);
        var second = await StartPeerAsync();
        second.OnDeliver = ServeFrom(2);

        var seen = new List<(ulong Number, byte Peer)>();
        await foreach (var block in Connect([Peer, second]).GetNetwork("ch").BlocksAsync(0, 5, Token))
        {
            seen.Add((block.Header.Number, block.Header.DataHash[0]));
            if (block.Header.Number == 3)
            {
                Peer.OnDeliver = ServeFrom(1);
                _clock.Leap(Quick.FirstPeerPause);
            }
        }

        Assert.Equal([(0, 1), (1, 2), (2, 2), (3, 2), (4, 1), (5, 1)], seen);
    }

    [Fact]
    public async Task Blocks_SecondPeerIsLostAfterThePause_TheFirstIsNext()
    {
        Peer.OnDeliver = ServeFrom(1, breakOffAt: 1);
        var second = await StartPeerAsync();
        var release = new TaskCompletionSource();
        second.OnDeliver = async (envelope, writer, context) =>
        {
            await Assert.ThrowsAsync<GrpcException>(() => ServeFrom(2, breakOffAt: 2)(envelope, writer, context));
            await release.Task;
            throw Away();
        };

        await using var blocks = Connect([Peer, second]).GetNetwork("ch").BlocksAsync(0, 2, Token).GetAsyncEnumerator(Token);
        var seen = new List<byte>();
        for (var i = 0; i < 2 && await blocks.MoveNextAsync(); i++)
            seen.Add(blocks.Current.Header.DataHash[0]);
        var next = blocks.MoveNextAsync();
        Peer.OnDeliver = ServeFrom(1);
        _clock.Leap(Quick.FirstPeerPause);
        release.SetResult();
        Assert.True(await next);

        Assert.Equal([1, 2, 1], [.. seen, blocks.Current.Header.DataHash[0]]);
    }

    [Fact]
    public async Task Events_FirstPeerBreaksOff_TheStreamGoesOnAtTheSecondAndComesBack()
    {
        Peer.OnEvents = async (_, writer, _) =>
        {
            await writer.WriteAsync(Event(1, "first"));
            throw Away();
        };
        var second = await StartPeerAsync();
        second.OnEvents = async (_, writer, context) =>
        {
            await writer.WriteAsync(Event(2, "second"));
            await writer.WriteAsync(Event(3, "second"));
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        };

        var seen = new List<string>();
        await foreach (var item in Connect([Peer, second]).GetNetwork("ch").ChaincodeEventsAsync("cc", new EventOptions { StartBlock = 0 }, Token))
        {
            seen.Add($"{item.BlockNumber} {item.EventName}");
            if (item.BlockNumber == 2)
            {
                Peer.OnEvents = async (asked, writer, _) =>
                {
                    await writer.WriteAsync(Event(asked.StartPosition.Specified.Number, "first"));
                    await writer.WriteAsync(Event(3, "first"));
                };
                _clock.Leap(Quick.FirstPeerPause);
            }
            if (item.BlockNumber == 3)
                break;
        }

        Assert.Equal(["1 first", "2 second", "3 first"], seen);
    }

    [Fact]
    public async Task Blocks_StreamLost_TheCallsStayWithTheFirstPeer()
    {
        Peer.OnDeliver = ServeFrom(1, breakOffAt: 1);
        var second = await StartPeerAsync();
        second.OnDeliver = ServeFrom(2);
        var network = Connect([Peer, second]).GetNetwork("ch");

        await foreach (var block in network.BlocksAsync(0, 2, Token))
            await network.GetContract("cc").SubmitAsync("Pay", ["x"], cancellationToken: Token);

        Assert.Equal((3, 0), (Peer.Endorsed.Count, second.Endorsed.Count));
    }

    private FabricGateway Connect(IEnumerable<ScriptedPeer> peers) => Connect(peers, options => options with { TimeProvider = _clock });

    private static GrpcException Away() => new(GrpcStatusCode.Unavailable, "the peer is away");

    // Blocks that carry the mark of the peer they come from.
    private static Func<Envelope, IGrpcStreamWriter<DeliverResponse>, GrpcServerContext, Task> ServeFrom(byte mark, ulong breakOffAt = ulong.MaxValue)
        => async (envelope, writer, context) =>
        {
            var seek = SeekInfo.Parser.ParseFrom(Payload.Parser.ParseFrom(envelope.Payload).Data);
            for (var number = seek.Start.Specified.Number; number < breakOffAt; number++)
            {
                context.CancellationToken.ThrowIfCancellationRequested();
                var header = new BlockHeader { Number = number, DataHash = Google.Protobuf.ByteString.CopyFrom(mark) };
                await writer.WriteAsync(new DeliverResponse { Block = new Block { Header = header } });
            }
            throw Away();
        };

    private static ChaincodeEventsResponse Event(ulong number, string name)
        => new() { BlockNumber = number, Events = { new Protos.ChaincodeEvent { ChaincodeId = "cc", TxId = $"{number}", EventName = name } } };
}
