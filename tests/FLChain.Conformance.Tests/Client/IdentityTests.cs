using System.Numerics;
using FLChain.Conformance.Tests.Consortium;
using FLChain.Fabric.Client;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Identities;

namespace FLChain.Conformance.Tests.Client;

/// <summary>Who is not let in, and with which signatures.</summary>
public sealed class IdentityTests(ConformanceFixture fixture) : ConformanceTestBase(fixture)
{
    [Theory]
    [InlineData("impostor", "access denied")]
    [InlineData("other organization's name", "access denied")]
    [InlineData("peer", "Writers")]
    [InlineData("orderer", "Writers")]
    public async Task Proposal_OfSomeoneWhoMayNot_IsRefused(string who, string words)
    {
        var organization = Consortium.Organizations[0];
        var member = who switch
        {
            "impostor" => TestMember.Impersonate(organization),
            "peer" or "orderer" => TestMember.Issue(organization, "node", who),
            _ => TestMember.Issue(Consortium.Organizations[1] with { MspId = organization.MspId }, "renamed"),
        };
        var contract = Consortium.Probe(ConnectAs(member));
        var endorse = await Assert.ThrowsAsync<EndorseException>(() => contract.SubmitAsync("run", Steps(Step("put", NewKey(), "1")), new SubmitOptions { Retry = Once }, Token));
        Assert.Null(endorse.ChaincodeStatus);
        Assert.Equal(GrpcStatusCode.Aborted, endorse.StatusCode);
        Assert.Contains(words, endorse.Message, StringComparison.Ordinal);
        var evaluate = await Assert.ThrowsAsync<EvaluateException>(() => contract.EvaluateAsync("run", Steps("ignore"), cancellationToken: Token));
        Assert.Null(evaluate.ChaincodeStatus);
        Assert.Equal(GrpcStatusCode.FailedPrecondition, evaluate.StatusCode);
    }

    [Fact]
    public async Task Endorse_OfAnExpiredClient_IsRefused()
    {
        var contract = Consortium.Probe(ConnectAs(TestMember.IssueExpired(Consortium.Organizations[0])));
        var failure = await Assert.ThrowsAsync<EndorseException>(() => contract.SubmitAsync("run", Steps(Step("put", NewKey(), "1")), new SubmitOptions { Retry = Once }, Token));
        Assert.Null(failure.ChaincodeStatus);
        Assert.Equal(GrpcStatusCode.Aborted, failure.StatusCode);
        Assert.Contains("proposal client identity expired", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Transaction_OfAnExpiredClientEndorsedByItsOwnPeerAlone_IsRefusedByTheOrderer()
    {
        var options = new ProposalOptions { EndorsingOrganizations = [Consortium.Organizations[0].MspId] };
        await using var gateway = FabricGateway.Connect(Options(TestMember.IssueExpired(Consortium.Organizations[0])));
        var prepared = await Consortium.Probe(gateway).NewProposal("run", Steps(Step("put", NewKey(), "1")), options).EndorseAsync(Token);
        var failure = await Assert.ThrowsAsync<SubmitException>(() => prepared.SubmitAsync(Token));
        Assert.Equal((GrpcStatusCode.Aborted, false), (failure.StatusCode, failure.IsOutcomeUnknown));
        Assert.Contains("BAD_REQUEST", failure.Message, StringComparison.Ordinal);
    }

    // A peer judges the expiry of proposals that come over the network, not of those that its own gateway hands it.
    [Fact]
    public async Task Evaluate_OfAnExpiredClient_IsAnswered()
    {
        await using var gateway = FabricGateway.Connect(Options(TestMember.IssueExpired(Consortium.Organizations[0])));
        Assert.Empty(await Consortium.Probe(gateway).EvaluateAsync("run", Steps("ignore"), cancellationToken: Token));
    }

    [Fact]
    public async Task Evaluate_OfAnExpiredClientAtAnotherOrganizationsPeer_IsRefused()
    {
        var options = new ProposalOptions { EndorsingOrganizations = [Consortium.Organizations[1].MspId] };
        await using var gateway = FabricGateway.Connect(Options(TestMember.IssueExpired(Consortium.Organizations[0])));
        var failure = await Assert.ThrowsAsync<EvaluateException>(() => Consortium.Probe(gateway).EvaluateAsync("run", Steps("ignore"), options, Token));
        Assert.Equal(GrpcStatusCode.Unavailable, failure.StatusCode);
        Assert.Contains("proposal client identity expired", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CommitStatus_OfAnExpiredClient_IsGiven()
    {
        var done = await SubmitAsync(Step("put", NewKey(), "1"));
        await using var gateway = FabricGateway.Connect(Options(TestMember.IssueExpired(Consortium.Organizations[0])));
        var status = await gateway.GetNetwork(Consortium.Channel).GetCommitStatusAsync(done.TransactionId, TimeSpan.FromSeconds(5), Token);
        Assert.Equal(done.BlockNumber, status.BlockNumber);
    }

    [Fact]
    public async Task Events_OfAnExpiredClient_AreGiven()
    {
        var name = NewKey("event");
        var done = await SubmitAsync(Step("event", name, "1"), Step("put", name, "1"));
        await using var gateway = FabricGateway.Connect(Options(TestMember.IssueExpired(Consortium.Organizations[0])));
        var options = new EventOptions { StartBlock = done.BlockNumber };
        await using var events = gateway.GetNetwork(Consortium.Channel).ChaincodeEventsAsync(Consortium.Chaincode, options, Token).GetAsyncEnumerator(Token);
        Assert.True(await events.MoveNextAsync());
        Assert.Equal(done.TransactionId, events.Current.TransactionId);
    }

    [Fact]
    public async Task Blocks_OfAnExpiredClient_AreRefused()
    {
        await using var gateway = FabricGateway.Connect(Options(TestMember.IssueExpired(Consortium.Organizations[0])));
        await using var blocks = gateway.GetNetwork(Consortium.Channel).BlocksAsync(0, null, Token).GetAsyncEnumerator(Token);
        Assert.Equal(GrpcStatusCode.PermissionDenied, (await Assert.ThrowsAsync<EventsException>(() => blocks.MoveNextAsync().AsTask())).StatusCode);
    }

    [Fact]
    public async Task Proposal_WithAHighSSignature_IsRefused()
    {
        using var member = TestMember.Issue(Consortium.Organizations[0], "high");
        await using var gateway = Connect(member.Identity, new HighSigner(member.Signer));
        var failure = await Assert.ThrowsAsync<EndorseException>(() => Consortium.Probe(gateway).NewProposal("run", Steps("ignore")).EndorseAsync(Token));
        Assert.Contains("access denied", failure.Message, StringComparison.Ordinal);
        var evaluate = await Assert.ThrowsAsync<EvaluateException>(() => Consortium.Probe(gateway).EvaluateAsync("run", Steps("ignore"), cancellationToken: Token));
        Assert.Equal(GrpcStatusCode.FailedPrecondition, evaluate.StatusCode);
        Assert.Contains("access denied", evaluate.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Transaction_WithAHighSSignature_IsForbiddenByTheOrderer()
    {
        using var member = TestMember.Issue(Consortium.Organizations[0], "high");
        var signer = new HighSigner(member.Signer) { IsHigh = false };
        await using var gateway = Connect(member.Identity, signer);
        var prepared = await Consortium.Probe(gateway).NewProposal("run", Steps(Step("put", NewKey(), "1"))).EndorseAsync(Token);
        signer.IsHigh = true;
        var failure = await Assert.ThrowsAsync<SubmitException>(() => prepared.SubmitAsync(Token));
        Assert.Equal((GrpcStatusCode.Aborted, false), (failure.StatusCode, failure.IsOutcomeUnknown));
        Assert.Contains("FORBIDDEN", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CommitStatusAndEvents_OfAnImpostor_AreRefused()
    {
        var done = await SubmitAsync(Step("put", NewKey(), "1"));
        await using var gateway = FabricGateway.Connect(Options(TestMember.Impersonate(Consortium.Organizations[0])));
        await AssertTheyAreRefusedAsync(gateway.GetNetwork(Consortium.Channel), done.TransactionId);
    }

    [Fact]
    public async Task CommitStatusAndEvents_WithAHighSSignature_AreRefused()
    {
        var done = await SubmitAsync(Step("put", NewKey(), "1"));
        using var member = TestMember.Issue(Consortium.Organizations[0], "high");
        await using var gateway = Connect(member.Identity, new HighSigner(member.Signer));
        await AssertTheyAreRefusedAsync(gateway.GetNetwork(Consortium.Channel), done.TransactionId);
    }

    private async Task AssertTheyAreRefusedAsync(Network network, string transactionId)
    {
        Assert.Equal(
            GrpcStatusCode.PermissionDenied,
            (await Assert.ThrowsAsync<CommitStatusException>(() => network.GetCommitStatusAsync(transactionId, TimeSpan.FromSeconds(5), Token))).StatusCode);
        await using var events = network.ChaincodeEventsAsync(Consortium.Chaincode, new EventOptions { StartBlock = 0 }, Token).GetAsyncEnumerator(Token);
        Assert.Equal(GrpcStatusCode.PermissionDenied, (await Assert.ThrowsAsync<EventsException>(() => events.MoveNextAsync().AsTask())).StatusCode);
        await using var blocks = network.BlocksAsync(0, null, Token).GetAsyncEnumerator(Token);
        Assert.Equal(GrpcStatusCode.PermissionDenied, (await Assert.ThrowsAsync<EventsException>(() => blocks.MoveNextAsync().AsTask())).StatusCode);
    }

    private FabricGateway Connect(X509Identity identity, ISigner signer) => FabricGateway.Connect(Options(identity, signer));

    private GatewayOptions Options(SigningIdentity member) => Options(member.Identity, member.Signer);

    private GatewayOptions Options(X509Identity identity, ISigner signer) =>
        new() { Identity = identity, Signer = signer, Channels = [Consortium.ChannelTo(Consortium.Organizations[0])], Retry = Once };

    // The other of the two values of s that satisfy the equation: mathematically as good, and refused by Fabric.
    private sealed class HighSigner(ISigner inner) : ISigner
    {
        private static readonly BigInteger Order = BigInteger.Parse("0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", System.Globalization.NumberStyles.HexNumber);

        public bool IsHigh { get; set; } = true;

        public byte[] Sign(ReadOnlySpan<byte> digest)
        {
            var signature = inner.Sign(digest);
            if (!IsHigh)
                return signature;
            var reader = new System.Formats.Asn1.AsnReader(signature, System.Formats.Asn1.AsnEncodingRules.DER).ReadSequence();
            var writer = new System.Formats.Asn1.AsnWriter(System.Formats.Asn1.AsnEncodingRules.DER);
            using (writer.PushSequence())
            {
                writer.WriteInteger(reader.ReadInteger());
                writer.WriteInteger(Order - reader.ReadInteger());
            }
            return writer.Encode();
        }
    }
}
