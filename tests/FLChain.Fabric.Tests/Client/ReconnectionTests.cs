using System.Runtime.CompilerServices;
using FLChain.Fabric.Client;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Protos;

namespace FLChain.Fabric.Tests.Client;

/// <summary>Connections that die without a word, and peers that come and go in the middle of a stream.</summary>
public sealed class ReconnectionTests : ClientTestBase
{
    private static readonly GrpcChannelOptions Watchful = new() { KeepAlivePingDelay = TimeSpan.FromSeconds(1), KeepAlivePingTimeout = TimeSpan.FromSeconds(1) };

    [Fact]
    public async Task Events_ConnectionDiesInSilence_PingsTellAndTheNextPeerGoesOn()
    {
        await using var proxy = new FreezingProxy(Peer.Address);
        Peer.OnEvents = async (_, writer, context) =>
        {
            await writer.WriteAsync(Event(1));
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        };
        var second = await StartPeerAsync();
        second.OnEvents = async (request, writer, context) =>
        {
            await writer.WriteAsync(Event(request.StartPosition.Specified.Number + 1));
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        };
        var gateway = ConnectWatchfully(proxy.Address, second.Address);

        var seen = new List<ulong>();
        await foreach (var item in gateway.GetNetwork("ch").ChaincodeEventsAsync("cc", new EventOptions { StartBlock = 0 }, Impatient()))
        {
            seen.Add(item.BlockNumber);
            if (seen.Count == 2)
                break;
            proxy.Freeze();
        }

        Assert.Equal([1UL, 2UL], seen);
    }

    [Fact]
    public async Task Events_QuietForLongerThanThePings_StayOnTheirOneConnection()
    {
        await using var proxy = new FreezingProxy(Peer.Address);
        var streams = 0;
        Peer.OnEvents = async (_, writer, context) =>
        {
            Interlocked.Increment(ref streams);
            await Task.Delay(TimeSpan.FromSeconds(4), context.CancellationToken);
            await writer.WriteAsync(Event(1));
        };
        var gateway = ConnectWatchfully(proxy.Address);
        await foreach (var item in gateway.GetNetwork("ch").ChaincodeEventsAsync("cc", new EventOptions { StartBlock = 0 }, Impatient()))
        {
            Assert.Equal(1UL, item.BlockNumber);
            break;
        }

        Assert.Equal((1, 1), (streams, proxy.Connections));
    }

    [Fact]
    public async Task SubmitAsync_ConnectionDiedBetweenTwoCalls_IsMadeAnew()
    {
        await using var proxy = new FreezingProxy(Peer.Address);
        var gateway = ConnectWatchfully(proxy.Address);
        var contract = gateway.GetNetwork("ch").GetContract("cc");
        await contract.SubmitAsync("Pay", ["x"], cancellationToken: Token);

        proxy.Freeze();
        var waiting = contract.SubmitAsync("Pay", ["x"], cancellationToken: Token);
        // The pings give the connection up; the new one waits until bytes pass again.
        while (proxy.Connections < 2)
            if (await Task.WhenAny(waiting, Task.Delay(20, Token)) == waiting) await waiting;
        proxy.Thaw();
        await waiting;

        Assert.Equal(2, Peer.Submitted.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Events_PeersThatBreakOffAnywhere_LeaveNoGapAndNoRepetition(int seed)
    {
        // A ledger of 60 blocks with up to three events each; two peers that break each stream off after a few responses.
        var random = new Random(seed);
        var ledger = Enumerable.Range(1, 60)
            .Select(number => Event((ulong)number, [.. Enumerable.Range(0, random.Next(1, 4)).Select(place => $"{number}-{place}")])).ToList();
        var second = await StartPeerAsync();
        var breaks = 0;
        Peer.OnEvents = second.OnEvents = async (request, writer, _) =>
        {
            var left = Interlocked.Increment(ref breaks) % 5;
            var start = request.StartPosition.Specified.Number;
            foreach (var block in ledger.Where(each => each.BlockNumber >= start))
            {
                var events = block.Events.Select(each => each.TxId).ToList();
                if (block.BlockNumber == start)
                    events.RemoveRange(0, events.IndexOf(request.AfterTransactionId) + 1);
                if (events.Count > 0)
                    await writer.WriteAsync(Event(block.BlockNumber, [.. events]));
                if (left-- == 0)
                    throw new GrpcException(GrpcStatusCode.Unavailable, "the peer goes");
            }
        };

        var seen = new List<string>();
        var expected = ledger.SelectMany(block => block.Events.Select(each => each.TxId)).ToList();
        var events = Connect([Peer, second], options => options with { Retry = Quick with { MaxReconnects = null } })
            .GetNetwork("ch").ChaincodeEventsAsync("cc", new EventOptions { StartBlock = 0 }, Impatient());
        await foreach (var item in events)
        {
            seen.Add(item.TransactionId);
            if (seen.Count == expected.Count)
                break;
        }

        Assert.Equal(expected, seen);
        Assert.True(breaks > 10, $"{breaks} streams only");
    }

    private FabricGateway ConnectWatchfully(params Uri[] addresses) => Connect(addresses, transport: Watchful);

    private static CancellationToken Impatient()
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(Token);
        source.CancelAfter(TimeSpan.FromSeconds(30));
        return source.Token;
    }

    private static ChaincodeEventsResponse Event(ulong number, params string[] transactions)
    {
        var response = new ChaincodeEventsResponse { BlockNumber = number };
        response.Events.AddRange((transactions.Length > 0 ? transactions : [$"{number}"]).Select(id => new Protos.ChaincodeEvent { ChaincodeId = "cc", TxId = id, EventName = "e" }));
        return response;
    }
}
