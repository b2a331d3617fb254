using FLChain.Fabric.Client;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Protos;

namespace FLChain.Fabric.Tests.Client;

/// <summary>A transaction must not be done twice, whatever becomes of the call that submits it.</summary>
public sealed class UncertainSubmitTests : ClientTestBase
{
    [Fact]
    public async Task SubmitAsync_AnswerLostButOrdered_FoundByItsIdAndNotSentAgain()
    {
        Peer.OnSubmit = (_, _) => throw new GrpcException(GrpcStatusCode.Unavailable, "the connection broke");
        var result = await Contract.SubmitAsync("Pay", ["x"], cancellationToken: Token);
        Assert.Equal(Assert.Single(Peer.Submitted).TransactionId, result.TransactionId);
        Assert.Single(Peer.Endorsed);
    }

    [Fact]
    public async Task SubmitAsync_AnswerLostAndNotOrdered_TheSameTransactionIsSentAgain()
    {
        Peer.OnSubmit = (call, _) => call == 1 ? throw new GrpcException(GrpcStatusCode.Unavailable, "the connection broke") : Task.CompletedTask;
        Peer.OnCommitStatus = async (call, _, context) =>
        {
            if (call == 1)
                await Task.Delay(Timeout.Infinite, context.CancellationToken);
            return null;
        };
        await Contract.SubmitAsync("Pay", ["x"], cancellationToken: Token);
        Assert.Equal(2, Peer.Submitted.Count);
        Assert.Equal(Peer.Submitted.First(), Peer.Submitted.Last());
        Assert.Single(Peer.Endorsed);
    }

    [Fact]
    public async Task SubmitAsync_NeverKnown_OutcomeUnknownAfterBoundedResendsOfOneTransaction()
    {
        var askedBetween = new List<int>();
        Peer.OnSubmit = (_, _) => throw new GrpcException(GrpcStatusCode.Internal, "broken");
        Peer.OnCommitStatus = async (_, _, context) =>
        {
            lock (askedBetween)
                askedBetween.Add(Peer.Submitted.Count);
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
            return null;
        };
        var failure = await Assert.ThrowsAsync<SubmitException>(() => Contract.SubmitAsync("Pay", ["x"], cancellationToken: Token));
        Assert.True(failure.IsOutcomeUnknown);
        Assert.Equal(Peer.Submitted.First().TransactionId, failure.TransactionId);
        Assert.Equal(3, Peer.Submitted.Count);
        Assert.Single(Peer.Submitted.Distinct());
        Assert.Equal([1, 2, 3], askedBetween);
    }

    [Fact]
    public async Task SubmitAsync_UncertainThenInvalid_VerdictCounts()
    {
        Peer.OnSubmit = (_, _) => throw new GrpcException(GrpcStatusCode.DeadlineExceeded, "late");
        Peer.OnCommitStatus = (_, _, _) => Task.FromResult<CommitStatusResponse?>(
            new CommitStatusResponse { Result = TxValidationCode.EndorsementPolicyFailure, BlockNumber = 9 });
        var failure = await Assert.ThrowsAsync<CommitException>(() => Contract.SubmitAsync("Pay", ["x"], cancellationToken: Token));
        Assert.Equal(9UL, failure.BlockNumber);
        Assert.Single(Peer.Submitted);
    }

    [Fact]
    public async Task SubmitAsync_UncertainThenRefused_StillAsksTheLedger()
    {
        Peer.OnSubmit = (call, _) => throw (call == 1
            ? new GrpcException(GrpcStatusCode.Unavailable, "the connection broke")
            : new GrpcException(GrpcStatusCode.Aborted, "duplicate"));
        Peer.OnCommitStatus = async (call, _, context) =>
        {
            if (call == 1)
                await Task.Delay(Timeout.Infinite, context.CancellationToken);
            return null;
        };
        var result = await Contract.SubmitAsync("Pay", ["x"], cancellationToken: Token);
        Assert.Equal(7UL, result.BlockNumber);
    }

    [Fact]
    public async Task SubmitAsync_OrdererRefuses_NotSubmittedAndNotAsked()
    {
        var asked = false;
        Peer.OnSubmit = (_, _) => throw new GrpcException(GrpcStatusCode.Aborted, "received unsuccessful response from orderer: FORBIDDEN");
        Peer.OnCommitStatus = (_, _, _) =>
        {
            asked = true;
            return Task.FromResult<CommitStatusResponse?>(null);
        };
        var failure = await Assert.ThrowsAsync<SubmitException>(() => Contract.SubmitAsync("Pay", ["x"], cancellationToken: Token));
        Assert.False(failure.IsOutcomeUnknown);
        Assert.Single(Peer.Submitted);
        Assert.False(asked);
    }

    [Fact]
    public async Task SubmitAsync_OrderersWithoutLeader_RetriedWithoutAsking()
    {
        var asked = 0;
        Peer.OnSubmit = (call, _) => call <= 2
            ? throw ScriptedPeer.Failure(GrpcStatusCode.Unavailable, "no orderers could successfully process transaction", "received unsuccessful response: SERVICE_UNAVAILABLE")
            : Task.CompletedTask;
        Peer.OnCommitStatus = (_, _, _) =>
        {
            asked++;
            return Task.FromResult<CommitStatusResponse?>(null);
        };
        await Contract.SubmitAsync("Pay", ["x"], cancellationToken: Token);
        Assert.Equal(3, Peer.Submitted.Count);
        Assert.Single(Peer.Endorsed);
        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task SubmitAsync_OneOrdererWithoutLeaderAndOneLost_CountsAsUncertain()
    {
        Peer.OnSubmit = (_, _) => throw ScriptedPeer.Failure(GrpcStatusCode.Unavailable, "no orderers", "SERVICE_UNAVAILABLE", "stream broke");
        await Contract.SubmitAsync("Pay", ["x"], cancellationToken: Token);
        Assert.Single(Peer.Submitted);
    }

    [Fact]
    public async Task SubmitAsync_PeerDiesAfterTheSubmit_StatusIsAskedOfTheNextPeer()
    {
        var first = await StartPeerAsync();
        var gateway = Connect([first, Peer]);
        first.OnSubmit = (_, _) =>
        {
            _ = Task.Run(async () => await first.DisposeAsync());
            return Task.Delay(Timeout.Infinite);
        };
        var result = await gateway.GetNetwork("ch").GetContract("cc").SubmitAsync("Pay", ["x"], cancellationToken: Token);
        Assert.Equal(first.Submitted.Single().TransactionId, result.TransactionId);
        Assert.Empty(Peer.Submitted);
        Assert.Empty(Peer.Endorsed);
    }

    [Fact]
    public async Task SubmitAsync_FirstPeerDown_NextOneIsUsed()
    {
        var gateway = Connect([await DeadAddressAsync(), Peer.Address]);
        await gateway.GetNetwork("ch").GetContract("cc").SubmitAsync("Pay", ["x"], cancellationToken: Token);
        Assert.Single(Peer.Endorsed);
        Assert.Single(Peer.Submitted);
    }

    [Fact]
    public async Task SubmitAsync_PeerGoneBetweenTheStages_NeverSentSoTheNextPeerGetsIt()
    {
        var first = await StartPeerAsync();
        var gateway = Connect([first, Peer]);
        var prepared = await gateway.GetNetwork("ch").GetContract("cc").NewProposal("Pay", []).EndorseAsync(Token);
        await first.DisposeAsync();
        var submitted = await prepared.SubmitAsync(Token);
        Assert.True((await submitted.GetStatusAsync(Token)).IsSuccessful);
        Assert.Equal(prepared.TransactionId, Assert.Single(Peer.Submitted).TransactionId);
    }
}
