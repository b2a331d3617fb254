using System.Text;
using FLChain.Fabric.Blocks;
using FLChain.Fabric.Client;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.Fabric.Tests.Client;

public sealed class ContractTests : ClientTestBase
{
    [Fact]
    public async Task SubmitAsync_HonestPeer_ResultIdAndBlock()
    {
        var result = await Contract.SubmitAsync("Pay", ["alice", "5"], cancellationToken: Token);
        Assert.Equal("result", Encoding.UTF8.GetString(result.Payload));
        Assert.Equal(7UL, result.BlockNumber);
        Assert.Equal(Assert.Single(Peer.Submitted).TransactionId, result.TransactionId);
    }

    [Fact]
    public async Task SubmitAsync_Ordered_IsCalledBetweenTheOrdererAndTheCommit()
    {
        var ordered = 0;
        int orderedAtSubmit = -1, orderedAtStatus = -1;
        Peer.OnSubmit = (_, _) =>
        {
            orderedAtSubmit = ordered;
            return Task.CompletedTask;
        };
        Peer.OnCommitStatus = (_, _, _) =>
        {
            // The call was made before this question was sent, in the thread that sent it.
            orderedAtStatus = Volatile.Read(ref ordered);
            return Task.FromResult<CommitStatusResponse?>(null);
        };
        await Contract.SubmitAsync("Pay", ["x"], new SubmitOptions { Ordered = () => Interlocked.Increment(ref ordered) }, Token);
        Assert.Equal((0, 1, 1), (orderedAtSubmit, orderedAtStatus, ordered));

        Peer.OnEndorse = (_, _) => throw ScriptedPeer.Failure(GrpcStatusCode.Aborted, "failed to endorse transaction", "chaincode response 500, FL0104: no");
        await Assert.ThrowsAsync<EndorseException>(() => Contract.SubmitAsync("Pay", ["x"], new SubmitOptions { Ordered = () => Interlocked.Increment(ref ordered) }, Token));
        Assert.Equal(1, ordered);
    }

    [Fact]
    public async Task SubmitAsync_ProposalOnTheWire_IsAsFabricLaysItOut()
    {
        var now = new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);
        var gateway = Connect([Peer], options => options with { TimeProvider = new FixedClock(now), EndorsingOrganizations = ["Org1MSP"] });
        var contract = gateway.GetNetwork("ch").GetContract("cc", "registry");
        var options = new SubmitOptions { Transient = new Dictionary<string, ReadOnlyMemory<byte>> { ["secret"] = new byte[] { 1, 2 } } };
        await contract.SubmitAsync("Pay", [new byte[] { 0, 255 }], options, Token);

        var request = Assert.Single(Peer.Endorsed);
        Assert.Equal(["Org1MSP"], request.EndorsingOrganizations);
        Assert.Equal("ch", request.ChannelId);
        var proposal = Protos.Proposal.Parser.ParseFrom(request.ProposedTransaction.ProposalBytes);
        var header = Header.Parser.ParseFrom(proposal.Header);
        var channelHeader = ChannelHeader.Parser.ParseFrom(header.ChannelHeader);
        var signatureHeader = SignatureHeader.Parser.ParseFrom(header.SignatureHeader);
        Assert.Equal((int)HeaderType.EndorserTransaction, channelHeader.Type);
        Assert.Equal(now, channelHeader.Timestamp.ToDateTimeOffset());
        Assert.Equal(0UL, channelHeader.Epoch);
        Assert.Equal("cc", ChaincodeHeaderExtension.Parser.ParseFrom(channelHeader.Extension).ChaincodeId.Name);
        Assert.Equal(24, signatureHeader.Nonce.Length);
        Assert.Equal(ProposalHashing.TransactionId(signatureHeader.Nonce.Span, signatureHeader.Creator.Span), channelHeader.TxId);
        Assert.Equal(channelHeader.TxId, request.TransactionId);
        Assert.Equal(Client.Identity.Serialized, signatureHeader.Creator);
        var payload = ChaincodeProposalPayload.Parser.ParseFrom(proposal.Payload);
        Assert.Equal(ByteString.CopyFrom(1, 2), payload.TransientMap["secret"]);
        var spec = ChaincodeInvocationSpec.Parser.ParseFrom(payload.Input).ChaincodeSpec;
        Assert.Equal("cc", spec.ChaincodeId.Name);
        Assert.Equal([ByteString.CopyFromUtf8("registry:Pay"), ByteString.CopyFrom(0, 255)], spec.Input.Args);
        // What is private stays out of the transaction.
        Assert.DoesNotContain("secret", Assert.Single(Peer.Submitted).PreparedTransaction.Payload.ToStringUtf8());
    }

    [Fact]
    public async Task SubmitAsync_ChaincodeRefuses_EndorseExceptionWithItsWordsAndNoSubmit()
    {
        Peer.OnEndorse = (_, _) => throw ScriptedPeer.Failure(
            GrpcStatusCode.Aborted, "failed to endorse transaction", "chaincode response 500, FL0104: not enough funds");
        var failure = await Assert.ThrowsAsync<EndorseException>(() => Contract.SubmitAsync("Pay", ["x"], cancellationToken: Token));
        Assert.Equal(GrpcStatusCode.Aborted, failure.StatusCode);
        Assert.Equal(500, failure.ChaincodeStatus);
        Assert.Equal("FL0104: not enough funds", failure.ChaincodeMessage);
        Assert.Equal(new PeerErrorDetail("peer0:7051", "Org0MSP", "chaincode response 500, FL0104: not enough funds"), Assert.Single(failure.Details));
        Assert.Equal(Assert.Single(Peer.Endorsed).TransactionId, failure.TransactionId);
        Assert.Empty(Peer.Submitted);
    }

    [Theory]
    [InlineData(GrpcStatusCode.Unavailable, "down")]
    [InlineData(GrpcStatusCode.FailedPrecondition, "no peer combination can satisfy the endorsement policy")]
    [InlineData(GrpcStatusCode.Unknown, "could not launch chaincode cc:1: error starting")]
    [InlineData(GrpcStatusCode.Aborted, "ProposalResponsePayloads do not match")]
    [InlineData(GrpcStatusCode.Aborted, "rpc error: code = Unavailable desc = closing transport due to: connection error")]
    public async Task SubmitAsync_NetworkStartsUp_EndorsementIsRetriedWithTheSameProposal(GrpcStatusCode code, string text)
    {
        Peer.OnEndorse = (call, _) => call <= 2 ? throw ScriptedPeer.Failure(code, text) : Task.FromResult<EndorseResponse?>(null);
        var result = await Contract.SubmitAsync("Pay", ["x"], cancellationToken: Token);
        Assert.Equal(3, Peer.Endorsed.Count);
        Assert.All(Peer.Endorsed, request => Assert.Equal(result.TransactionId, request.TransactionId));
    }

    [Theory]
    [InlineData(GrpcStatusCode.Aborted, "ProposalResponsePayloads do not match", 4)]
    [InlineData(GrpcStatusCode.Unavailable, "proposal client identity expired", 1)]
    public async Task SubmitAsync_FailureThatRarelyPasses_IsNotAskedForLong(GrpcStatusCode code, string text, int calls)
    {
        Peer.OnEndorse = (_, _) => throw ScriptedPeer.Failure(code, text);
        var failure = await Assert.ThrowsAsync<EndorseException>(() => Contract.SubmitAsync("Pay", ["x"], cancellationToken: Token));
        Assert.Equal((code, calls), (failure.StatusCode, Peer.Endorsed.Count));
    }

    [Fact]
    public async Task SubmitAsync_NetworkNeverStarts_EndorseExceptionAfterBoundedRetries()
    {
        Peer.OnEndorse = (_, _) => throw ScriptedPeer.Failure(GrpcStatusCode.Unavailable, "down");
        var failure = await Assert.ThrowsAsync<EndorseException>(() => Contract.SubmitAsync("Pay", ["x"], cancellationToken: Token));
        Assert.Equal(GrpcStatusCode.Unavailable, failure.StatusCode);
        Assert.Equal(5, Peer.Endorsed.Count);
    }

    [Theory]
    [InlineData(TxValidationCode.MvccReadConflict)]
    [InlineData(TxValidationCode.PhantomReadConflict)]
    public async Task SubmitAsync_LostToAnotherTransaction_MadeAgainAsANewOne(TxValidationCode code)
    {
        Peer.OnCommitStatus = (call, _, _) => Task.FromResult<CommitStatusResponse?>(
            call <= 2 ? new CommitStatusResponse { Result = code, BlockNumber = 5 } : null);
        var result = await Contract.SubmitAsync("Pay", ["x"], cancellationToken: Token);
        Assert.Equal(3, Peer.Submitted.Select(request => request.TransactionId).Distinct().Count());
        Assert.Equal(Peer.Submitted.Last().TransactionId, result.TransactionId);
    }

    [Fact]
    public async Task SubmitAsync_Retries_AreLoggedWithTheTransaction()
    {
        var log = new Shim.ListLogger();
        Peer.OnEndorse = (call, _) => call == 1 ? throw new GrpcException(GrpcStatusCode.Unavailable, "away") : Task.FromResult<EndorseResponse?>(null);
        Peer.OnCommitStatus = (call, _, _) => Task.FromResult<CommitStatusResponse?>(call == 1 ? new() { Result = TxValidationCode.MvccReadConflict } : null);
        await Connect([Peer], options => options with { Logger = log }).GetNetwork("ch").GetContract("cc").SubmitAsync("Pay", ["x"], cancellationToken: Token);

        var lost = Peer.Endorsed.First().TransactionId;
        Assert.Equal(2, log.TextsOf(1101).Count);
        Assert.StartsWith($"Transaction {lost}: Endorse: retry 1 ", log.TextsOf(1101)[0], StringComparison.Ordinal);
        Assert.StartsWith($"Transaction {lost}: Pay: retry 1 ", log.TextsOf(1101)[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task SubmitAsync_AlwaysLoses_CommitExceptionAfterBoundedRetries()
    {
        Peer.OnCommitStatus = (_, _, _) => Task.FromResult<CommitStatusResponse?>(
            new CommitStatusResponse { Result = TxValidationCode.MvccReadConflict, BlockNumber = 5 });
        var failure = await Assert.ThrowsAsync<CommitException>(() => Contract.SubmitAsync("Pay", ["x"], cancellationToken: Token));
        Assert.True(failure.IsConflict);
        Assert.Equal(5UL, failure.BlockNumber);
        Assert.Equal(4, Peer.Submitted.Count);
        Assert.Equal(Peer.Submitted.Last().TransactionId, failure.TransactionId);
    }

    [Fact]
    public async Task SubmitAsync_InvalidForAnotherReason_CommitExceptionAtOnce()
    {
        Peer.OnCommitStatus = (_, _, _) => Task.FromResult<CommitStatusResponse?>(
            new CommitStatusResponse { Result = TxValidationCode.EndorsementPolicyFailure, BlockNumber = 5 });
        var failure = await Assert.ThrowsAsync<CommitException>(() => Contract.SubmitAsync("Pay", ["x"], cancellationToken: Token));
        Assert.Equal(TxValidationCode.EndorsementPolicyFailure, failure.Code);
        Assert.False(failure.IsConflict);
        Assert.Single(Peer.Submitted);
    }

    [Fact]
    public async Task SubmitAsync_NoVerdictInTime_CommitStatusExceptionAndNoSecondSubmit()
    {
        Peer.OnCommitStatus = async (_, _, context) =>
        {
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
            return null;
        };
        var options = new SubmitOptions { Timeouts = new GatewayTimeouts { Commit = TimeSpan.FromMilliseconds(200) } };
        var failure = await Assert.ThrowsAsync<CommitStatusException>(() => Contract.SubmitAsync("Pay", ["x"], options, Token));
        Assert.Equal(GrpcStatusCode.DeadlineExceeded, failure.StatusCode);
        Assert.Equal(Assert.Single(Peer.Submitted).TransactionId, failure.TransactionId);
    }

    [Fact]
    public async Task EvaluateAsync_HonestPeer_ResultWithoutSubmit()
    {
        Peer.OnEvaluate = request => Task.FromResult(new EvaluateResponse
        {
            Result = new Response { Status = 200, Payload = ByteString.CopyFromUtf8(string.Join(',', request.TargetOrganizations)) },
        });
        var options = new ProposalOptions { EndorsingOrganizations = ["Org2MSP"] };
        Assert.Equal("Org2MSP", Encoding.UTF8.GetString(await Contract.EvaluateAsync("Get", ["x"], options, Token)));
        Assert.Empty(await Contract.EvaluateAsync("Get", [], cancellationToken: Token));
        Assert.Empty(Peer.Submitted);
    }

    [Fact]
    public async Task EvaluateAsync_ChaincodeRefuses_EvaluateExceptionWithItsWords()
    {
        Peer.OnEvaluate = _ => throw new GrpcException(
            GrpcStatusCode.Unknown, "evaluate call to endorser returned error: chaincode response 500, FL0001: unknown account");
        var failure = await Assert.ThrowsAsync<EvaluateException>(() => Contract.EvaluateAsync("Get", ["x"], cancellationToken: Token));
        Assert.Equal(GrpcStatusCode.Unknown, failure.StatusCode);
        Assert.Equal("FL0001: unknown account", failure.ChaincodeMessage);
        Assert.Empty(failure.Details);
    }

    [Fact]
    public async Task EndorseAsync_GatewayPreparesSomethingElse_RefusedBeforeSigning()
    {
        var endorser = Authority.IssueIdentity("Org1MSP", "peer");
        var other = TestTransactions.Propose(Client.Identity, "ch", "cc", "PayEverything");
        Peer.OnEndorse = (_, _) => Task.FromResult<EndorseResponse?>(
            new EndorseResponse { PreparedTransaction = new TestTransactions { Endorser = endorser }.Prepare(other) });
        var failure = await Assert.ThrowsAsync<EndorseException>(() => Contract.SubmitAsync("Pay", ["x"], cancellationToken: Token));
        Assert.Contains("another proposal", failure.Message);
        Peer.OnEndorse = (_, _) => Task.FromResult<EndorseResponse?>(new EndorseResponse());
        failure = await Assert.ThrowsAsync<EndorseException>(() => Contract.SubmitAsync("Pay", ["x"], cancellationToken: Token));
        Assert.Contains("malformed", failure.Message);
        Assert.Empty(Peer.Submitted);
    }

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
