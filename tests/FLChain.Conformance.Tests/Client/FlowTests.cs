using System.Text;
using FLChain.Conformance.Tests.Consortium;
using FLChain.Fabric.Client;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Protos;

namespace FLChain.Conformance.Tests.Client;

/// <summary>The client's flow in steps, and what becomes of it when a step fails.</summary>
public sealed class FlowTests(ConformanceFixture fixture) : ConformanceTestBase(fixture)
{
    [Fact]
    public async Task Steps_OneByOne_GiveResultIdBlockAndVerdict()
    {
        var key = NewKey();
        var proposal = Probe.NewProposal("run", Steps(Step("put", key, "1"), Step("repeat", "3")));
        var prepared = await proposal.EndorseAsync(Token);
        Assert.Equal((proposal.TransactionId, "\nxxx"), (prepared.TransactionId, Encoding.UTF8.GetString(prepared.Result)));
        Assert.Equal("(none)", await EvaluateAsync(Step("get", key)));
        var submitted = await prepared.SubmitAsync(Token);
        var status = await submitted.GetStatusAsync(Token);
        Assert.True(status.IsSuccessful);
        Assert.Equal(proposal.TransactionId, status.TransactionId);
        Assert.Equal("1", await EvaluateAsync(Step("get", key)));
        Assert.Equal(status, await Connect(1).GetNetwork(Consortium.Channel).GetCommitStatusAsync(proposal.TransactionId, cancellationToken: Token));
    }

    [Fact]
    public async Task Steps_SignedElsewhere_TakeEffect()
    {
        var key = NewKey();
        var member = TestMember.Issue(Consortium.Organizations[0], "offline");
        await using var offline = FabricGateway.Connect(new GatewayOptions { Identity = member.Identity, Channels = [Consortium.ChannelTo(Consortium.Organizations[0])] });
        var proposal = offline.GetNetwork(Consortium.Channel).GetContract(Consortium.Chaincode).NewProposal("run", Steps(Step("put", key, "1")));
        var prepared = await offline.NewSignedProposal(proposal.Bytes, member.Signer.Sign(proposal.Digest)).EndorseAsync(Token);
        var submitted = await offline.NewSignedTransaction(prepared.Bytes, member.Signer.Sign(prepared.Digest)).SubmitAsync(Token);
        Assert.True((await offline.NewSignedCommit(submitted.Bytes, member.Signer.Sign(submitted.Digest)).GetStatusAsync(Token)).IsSuccessful);
        Assert.Equal("1", await EvaluateAsync(Step("get", key)));
        member.Dispose();
    }

    [Fact]
    public async Task Refusal_OfTheChaincode_IsAbortedAtEndorseAndUnknownAtEvaluate()
    {
        var endorse = await Assert.ThrowsAsync<EndorseException>(() => SubmitAsync(Step("put", NewKey(), "1"), Step("fail", "its own words")));
        Assert.Equal((GrpcStatusCode.Aborted, 500, "its own words"), (endorse.StatusCode, endorse.ChaincodeStatus, endorse.ChaincodeMessage));
        Assert.All(endorse.Details, detail => Assert.True(detail.Address.Length > 0 && detail.MspId.Length > 0));
        Assert.NotEmpty(endorse.Details);
        var evaluate = await Assert.ThrowsAsync<EvaluateException>(() => EvaluateAsync(Step("fail", "its own words")));
        Assert.Equal((GrpcStatusCode.Unknown, 500, "its own words"), (evaluate.StatusCode, evaluate.ChaincodeStatus, evaluate.ChaincodeMessage));
    }

    [Fact]
    public async Task Endorsement_OfWhatEachPeerComputesDifferently_IsAborted()
    {
        var failure = await Assert.ThrowsAsync<EndorseException>(() => EndorseAsync([Step("random", NewKey())], Consortium.Endorsers));
        Assert.Equal(GrpcStatusCode.Aborted, failure.StatusCode);
        Assert.Null(failure.ChaincodeStatus);
        Assert.NotEmpty(failure.Details);
    }

    [Fact]
    public async Task Endorsement_OfTooFew_IsAPolicyFailure()
    {
        var status = await CommitAsync(await EndorseAsync([Step("put", NewKey(), "1")], Consortium.Organizations[0].MspId));
        Assert.Equal((TxValidationCode.EndorsementPolicyFailure, false), (status.Code, status.IsSuccessful));
        var failure = await Assert.ThrowsAsync<CommitException>(() => Probe.SubmitAsync(
            "run", Steps(Step("put", NewKey(), "1")), new SubmitOptions { EndorsingOrganizations = [Consortium.Organizations[0].MspId], Retry = Once }, Token));
        Assert.Equal((TxValidationCode.EndorsementPolicyFailure, false), (failure.Code, failure.IsConflict));
    }

    [Fact]
    public async Task Organization_ThatIsNotThere_IsUnavailable()
    {
        var gateway = Consortium.Probe(Connect(0, options => options with { Retry = Once }));
        var failure = await Assert.ThrowsAsync<EndorseException>(
            () => gateway.NewProposal("run", Steps("ignore"), new ProposalOptions { EndorsingOrganizations = ["NobodyMSP"] }).EndorseAsync(Token));
        Assert.Equal(GrpcStatusCode.Unavailable, failure.StatusCode);
    }

    [Fact]
    public async Task Chaincode_ThatIsNotThere_IsRefused()
    {
        var nobody = Connect(0, options => options with { Retry = Once }).GetNetwork(Consortium.Channel).GetContract("nobody");
        await Assert.ThrowsAsync<EvaluateException>(() => nobody.EvaluateAsync("run", Steps("ignore"), cancellationToken: Token));
        await Assert.ThrowsAsync<EndorseException>(() => nobody.SubmitAsync("run", Steps("ignore"), cancellationToken: Token));
    }

    [Fact]
    public async Task CommitStatus_OfATransactionThatNeverComes_TimesOut()
    {
        var network = Connect(0, options => options with { Retry = Once }).GetNetwork(Consortium.Channel);
        var failure = await Assert.ThrowsAsync<CommitStatusException>(() => network.GetCommitStatusAsync(new string('a', 64), TimeSpan.FromMilliseconds(300), Token));
        Assert.Equal(GrpcStatusCode.DeadlineExceeded, failure.StatusCode);
    }

    [Fact]
    public async Task Proposal_EndorsedAgainAfterItsCommit_IsRefused()
    {
        var proposal = Probe.NewProposal("run", Steps(Step("put", NewKey(), "1")));
        await CommitAsync(await proposal.EndorseAsync(Token));
        var failure = await Assert.ThrowsAsync<EndorseException>(() => proposal.EndorseAsync(Token));
        Assert.Equal(GrpcStatusCode.Aborted, failure.StatusCode);
        Assert.Contains("duplicate transaction found", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Transaction_SubmittedTwice_TakesEffectOnce()
    {
        var prepared = await EndorseAsync([Step("put", NewKey(), "1")]);
        var first = await CommitAsync(prepared);
        await prepared.SubmitAsync(Token);
        // The second stands in a later block, marked as a duplicate; the verdict over the id is the first's.
        var marker = await SubmitAsync(Step("put", NewKey(), "1"));
        var verdicts = new List<TxValidationCode>();
        await foreach (var block in Connect().GetNetwork(Consortium.Channel).BlocksAsync(first.BlockNumber, marker.BlockNumber, Token))
        {
            verdicts.AddRange(FLChain.Fabric.Blocks.BlockTransaction.ReadAll(block)
                .Where(each => each.Envelope.Transaction?.TransactionId == prepared.TransactionId).Select(each => each.ValidationCode));
        }

        Assert.Equal([TxValidationCode.Valid, TxValidationCode.DuplicateTxid], verdicts);
        Assert.Equal(first, await Connect().GetNetwork(Consortium.Channel).GetCommitStatusAsync(prepared.TransactionId, cancellationToken: Token));
    }

    [Fact]
    public async Task Channel_ThatIsNotThere_IsRefusedAtEachStage()
    {
        var network = Connect(0, options => options with { Retry = Once }).GetNetwork("no-such-channel");
        var contract = network.GetContract(Consortium.Chaincode);
        Assert.Null((await Assert.ThrowsAsync<EvaluateException>(() => contract.EvaluateAsync("run", Steps("ignore"), cancellationToken: Token))).ChaincodeStatus);
        Assert.Null((await Assert.ThrowsAsync<EndorseException>(() => contract.SubmitAsync("run", Steps("ignore"), cancellationToken: Token))).ChaincodeStatus);
        await Assert.ThrowsAsync<CommitStatusException>(() => network.GetCommitStatusAsync(new string('a', 64), TimeSpan.FromSeconds(5), Token));
        await using var blocks = network.BlocksAsync(0, 0, Token).GetAsyncEnumerator(Token);
        await Assert.ThrowsAsync<EventsException>(() => blocks.MoveNextAsync().AsTask());
    }

    [Fact]
    public async Task Chaincode_SlowerThanTheCaller_IsADeadlineExceeded()
    {
        var hasty = new GatewayTimeouts { Endorse = TimeSpan.FromSeconds(1), Evaluate = TimeSpan.FromSeconds(1) };
        var contract = Consortium.Probe(Connect(0, options => options with { Retry = Once, Timeouts = hasty }));
        var key = NewKey();
        var steps = Steps(Step("sleep", "3000"), Step("put", key, "1"));
        Assert.Equal(GrpcStatusCode.DeadlineExceeded, (await Assert.ThrowsAsync<EvaluateException>(() => contract.EvaluateAsync("run", steps, cancellationToken: Token))).StatusCode);
        Assert.Equal(GrpcStatusCode.DeadlineExceeded, (await Assert.ThrowsAsync<EndorseException>(() => contract.SubmitAsync("run", steps, cancellationToken: Token))).StatusCode);
        Assert.Equal("(none)", await EvaluateAsync(Step("get", key)));
    }

    [Fact]
    public async Task Transaction_ChangedAfterItWasSigned_IsRefusedByTheOrderer()
    {
        var member = TestMember.Issue(Consortium.Organizations[0], "signer");
        await using var gateway = ConnectAs(member);
        var contract = Consortium.Probe(gateway);
        var first = await contract.NewProposal("run", Steps(Step("put", NewKey(), "1"))).EndorseAsync(Token);
        var second = SubmitRequest.Parser.ParseFrom((await contract.NewProposal("run", Steps(Step("put", NewKey(), "2"))).EndorseAsync(Token)).Bytes);
        second.PreparedTransaction.Signature = Google.Protobuf.ByteString.CopyFrom(member.Signer.Sign(first.Digest));
        var failure = await Assert.ThrowsAsync<GrpcException>(
            () => Consortium.ChannelTo(Consortium.Organizations[0]).UnaryAsync(Submit, second, cancellationToken: Token));
        Assert.Equal(GrpcStatusCode.Aborted, failure.StatusCode);
        Assert.Contains("FORBIDDEN", failure.Message, StringComparison.Ordinal);
    }

    private static readonly GrpcMethod<SubmitRequest, SubmitResponse> Submit = new("gateway.Gateway", "Submit", SubmitRequest.Parser, SubmitResponse.Parser);
}
