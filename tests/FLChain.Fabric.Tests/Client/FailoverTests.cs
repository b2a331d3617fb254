using System.Diagnostics;
using FLChain.Fabric.Client;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Protos;

namespace FLChain.Fabric.Tests.Client;

/// <summary>A peer that is there and cannot do it, now or at all: the client goes to the others.</summary>
public sealed class FailoverTests : ClientTestBase
{
    private const string ServiceDown = "error in simulation: failed to execute transaction 00: could not launch chaincode cc:1: connection to cc failed";
    private const string ServiceStops = "error in simulation: transaction returned with failure: the chaincode stops";
    private const string ServiceBusy = "error in simulation: transaction returned with failure: the chaincode is busy: 1064 transactions of this peer run or wait";
    private const string BrokenOff = "error in simulation: failed to execute transaction 00: error sending: chaincode stream terminated";

    [Theory]
    [InlineData(ServiceDown)]
    [InlineData(ServiceStops)]
    [InlineData(ServiceBusy)]
    [InlineData(BrokenOff)]
    public async Task SubmitAsync_ChaincodeOfThePeerStaysDown_TheNextPeerServesThisAndWhatFollows(string reason)
    {
        Peer.OnEndorse = (_, _) => throw NotEndorsed(reason);
        var second = await StartPeerAsync();
        var contract = Connect([Peer, second]).GetNetwork("ch").GetContract("cc");

        for (var i = 0; i < 3; i++)
            await contract.SubmitAsync("Pay", ["x"], cancellationToken: Token);

        Assert.Equal((1, 3, 3), (Peer.Endorsed.Count, second.Endorsed.Count, second.Submitted.Count));
        Assert.Equal(Peer.Endorsed.Single().TransactionId, second.Endorsed.First().TransactionId);
    }

    [Fact]
    public async Task EvaluateAsync_ChaincodeOfThePeerIsDown_TheNextPeerAnswers()
    {
        Peer.OnEvaluate = _ => throw ScriptedPeer.Failure(GrpcStatusCode.Aborted, "failed to evaluate transaction", ServiceDown);
        var second = await StartPeerAsync();
        second.OnEvaluate = _ => Task.FromResult(new EvaluateResponse { Result = new Response { Payload = Google.Protobuf.ByteString.CopyFrom(7) } });
        Assert.Equal([7], await Connect([Peer, second]).GetNetwork("ch").GetContract("cc").EvaluateAsync("Get", ["x"], cancellationToken: Token));
    }

    [Fact]
    public async Task SubmitAsync_ChaincodeDownEverywhereForAWhile_GoesAroundUntilItIsBack()
    {
        Peer.OnEndorse = (_, _) => throw NotEndorsed(ServiceDown);
        var second = await StartPeerAsync();
        second.OnEndorse = (call, _) => call <= 2 ? throw NotEndorsed(ServiceDown) : Task.FromResult<EndorseResponse?>(null);
        await Connect([Peer, second]).GetNetwork("ch").GetContract("cc").SubmitAsync("Pay", ["x"], cancellationToken: Token);
        Assert.Equal(3, second.Endorsed.Count);
    }

    [Fact]
    public async Task SubmitAsync_TransactionThatTakesTheServiceDown_IsNotTakenToEveryPeer()
    {
        var peers = new List<ScriptedPeer> { Peer };
        for (var i = 0; i < 4; i++)
            peers.Add(await StartPeerAsync());
        peers.ForEach(peer => peer.OnEndorse = (_, _) => throw NotEndorsed(BrokenOff));
        var contract = Connect(peers).GetNetwork("ch").GetContract("cc");
        await Assert.ThrowsAsync<EndorseException>(() => contract.SubmitAsync("Pay", ["x"], cancellationToken: Token));
        Assert.Equal(1 + Quick.MaxBrokenOffRetries, peers.Sum(peer => peer.Endorsed.Count));
    }

    [Fact]
    public async Task SubmitAsync_ChaincodesOwnRefusal_IsAskedOfNobodyElse()
    {
        Peer.OnEndorse = (_, _) => throw NotEndorsed("chaincode response 500, FL0104: not enough funds");
        var second = await StartPeerAsync();
        var contract = Connect([Peer, second]).GetNetwork("ch").GetContract("cc");
        await Assert.ThrowsAsync<EndorseException>(() => contract.SubmitAsync("Pay", ["x"], cancellationToken: Token));
        Assert.Empty(second.Endorsed);
    }

    [Fact]
    public async Task SubmitAsync_PeerThatHangs_LeavesTheNextAQuarterOfTheTime()
    {
        var release = new TaskCompletionSource();
        Peer.OnEndorse = async (_, _) =>
        {
            await release.Task;
            return null;
        };
        var second = await StartPeerAsync();
        var gateway = Connect([Peer, second], options => options with { Timeouts = options.Timeouts with { Endorse = TimeSpan.FromSeconds(4) } });
        var contract = gateway.GetNetwork("ch").GetContract("cc");

        var began = Stopwatch.GetTimestamp();
        await contract.SubmitAsync("Pay", ["x"], cancellationToken: Token);
        Assert.True(Stopwatch.GetElapsedTime(began) >= TimeSpan.FromSeconds(2.9));

        // Who hung once is not asked first again.
        await contract.SubmitAsync("Pay", ["x"], cancellationToken: Token);
        Assert.Equal((1, 2), (Peer.Endorsed.Count, second.Endorsed.Count));
        release.SetResult();
    }

    [Fact]
    public async Task SubmitAsync_EveryPeerHangs_EndsWithinTheTimeOfTheStage()
    {
        var release = new TaskCompletionSource();
        var second = await StartPeerAsync();
        Peer.OnEndorse = second.OnEndorse = async (_, _) =>
        {
            await release.Task;
            return null;
        };
        var gateway = Connect([Peer, second], options => options with { Timeouts = options.Timeouts with { Endorse = TimeSpan.FromMilliseconds(600) } });
        var failure = await Assert.ThrowsAsync<EndorseException>(
            () => gateway.GetNetwork("ch").GetContract("cc").SubmitAsync("Pay", ["x"], cancellationToken: Token).WaitAsync(TimeSpan.FromMinutes(1), Token));
        Assert.Equal(GrpcStatusCode.DeadlineExceeded, failure.StatusCode);
        release.SetResult();
    }

    private static GrpcException NotEndorsed(string detail) =>
        ScriptedPeer.Failure(GrpcStatusCode.Aborted, "failed to endorse transaction, see attached details for more info", detail);
}
