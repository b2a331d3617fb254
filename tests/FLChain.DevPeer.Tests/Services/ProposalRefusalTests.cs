using System.Formats.Asn1;
using System.Globalization;
using System.Numerics;
using FLChain.DevPeer.Material;
using FLChain.DevPeer.Tests.Network;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.DevPeer.Tests.Services;

public sealed class ProposalRefusalTests
{
    private static readonly BigInteger GroupOrder = BigInteger.Parse(
        "0ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    [Fact]
    public async Task Propose_HighSSignature_IsRefused()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();
        var proposal = client.Propose(["put", "a", "1"]).Signed;
        proposal.Signature = WithHighS(proposal.Signature);

        await AssertDeniedAsync(client, proposal);
    }

    [Fact]
    public async Task Submit_HighSSignature_IsForbidden()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();
        var envelope = await client.EndorseAsync(client.Propose(["put", "a", "1"]).Signed);
        envelope.Signature = WithHighS(envelope.Signature);

        var failure = await Assert.ThrowsAsync<GrpcException>(() => client.SubmitAsync(envelope));

        Assert.Equal(GrpcStatusCode.Aborted, failure.StatusCode);
        Assert.Contains("FORBIDDEN", failure.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Propose_SignedOverOtherBytes_IsRefused()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();
        var proposal = client.Propose(["put", "a", "1"]).Signed;
        proposal.Signature = client.Propose(["put", "a", "2"]).Signed.Signature;

        await AssertDeniedAsync(client, proposal);
    }

    [Fact]
    public async Task Propose_CertificateOfAForeignAuthority_IsRefused()
    {
        await using var network = await TestNetwork.StartAsync();
        // The same names, another authority's key.
        var impostors = DevConsortium.CreateOrOpen(
            Path.Combine(network.RootDirectory, "impostors"), [new OrganizationDefinition("Org1MSP", "org1.example")]);
        var client = network.ClientIn("Org1MSP", impostors.IssueUser("Org1MSP", "user1", "user1"));

        await AssertDeniedAsync(client, client.Propose(["put", "a", "1"]).Signed);
    }

    [Fact]
    public async Task Propose_CertificateOfAnotherOrganization_IsRefused()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.ClientIn("Org1MSP", network.Consortium.IssueUser("Org2MSP", "user1", "user1"));

        await AssertDeniedAsync(client, client.Propose(["put", "a", "1"]).Signed);
    }

    [Fact]
    public async Task Propose_ExpiredCertificate_IsRefusedByOtherOrganizationsPeersAlone()
    {
        await using var network = await TestNetwork.StartAsync();
        var folder = DevConsortium.Issue(network.Consortium.Find("Org1MSP"), "late", new CertificateProfile("late", "client")
        {
            NotBefore = DateTimeOffset.UtcNow.AddHours(-2),
            NotAfter = DateTimeOffset.UtcNow.AddHours(-1),
        });
        var client = network.ClientIn("Org1MSP", folder);

        var endorse = await Assert.ThrowsAsync<GrpcException>(() => client.EndorseAsync(client.Propose(["put", "a", "1"]).Signed));
        var evaluate = await Assert.ThrowsAsync<GrpcException>(() => client.EvaluateAsync(client.Propose(["get", "a"]).Signed, "Org2MSP"));
        Assert.Equal((GrpcStatusCode.Aborted, GrpcStatusCode.Unavailable), (endorse.StatusCode, evaluate.StatusCode));
        Assert.All([endorse, evaluate], failure => Assert.Equal("proposal client identity expired", DetailOf(failure).Message));
        Assert.Equal("(none)", await client.EvaluateAsync("get", "a"));
    }

    [Theory]
    [InlineData("peer", "check policy [/Channel/Application/Writers]")]
    [InlineData("orderer", "check policy [/Channel/Application/Writers]")]
    [InlineData("", "access denied")]
    [InlineData("auditor", "access denied")]
    public async Task Propose_CertificateWithoutAUsersRole_IsRefused(string unit, string words)
    {
        await using var network = await TestNetwork.StartAsync();
        var folder = DevConsortium.Issue(network.Consortium.Find("Org1MSP"), "odd", new CertificateProfile("odd", unit));
        var client = network.ClientIn("Org1MSP", folder);

        await AssertDeniedAsync(client, client.Propose(["put", "a", "1"]).Signed, words);
    }

    [Fact]
    public async Task Propose_AsAdmin_IsAccepted()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.ClientIn("Org1MSP", network.Consortium.IssueUser("Org1MSP", "boss", "boss", "admin"));

        Assert.Equal(1UL, await client.InvokeAsync("put", "a", "1"));
    }

    [Fact]
    public async Task Propose_TheAuthoritysOwnCertificate_IsRefused()
    {
        await using var network = await TestNetwork.StartAsync();
        var organization = network.Consortium.Find("Org1MSP");
        var folder = Path.Combine(network.RootDirectory, "authority");
        MspFolder.WriteIdentity(folder, "ca", File.ReadAllText(organization.CaCertificatePath), File.ReadAllText(organization.CaKeyPath));
        var client = network.ClientIn("Org1MSP", folder);

        await AssertDeniedAsync(client, client.Propose(["put", "a", "1"]).Signed);
    }

    [Fact]
    public async Task Propose_TransactionIdOfOthers_IsRefused()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();
        var stolen = network.Client("Org2MSP").Propose(["put", "a", "1"]).TransactionId;

        var proposal = client.Propose(["put", "a", "1"], spoil: header => header.TxId = stolen).Signed;

        await AssertRefusedAsync(client, proposal, GrpcStatusCode.InvalidArgument);
    }

    [Fact]
    public async Task Propose_OtherChannel_IsNotFound()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();

        await AssertRefusedAsync(
            client, client.Propose(["put", "a", "1"], spoil: header => header.ChannelId = "other").Signed, GrpcStatusCode.NotFound);
    }

    [Fact]
    public async Task Propose_OtherHeaderType_IsRefused()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();

        await AssertRefusedAsync(
            client,
            client.Propose(["put", "a", "1"], spoil: header => header.Type = (int)HeaderType.Config).Signed,
            GrpcStatusCode.InvalidArgument);
    }

    [Fact]
    public async Task Propose_UnknownChaincode_IsRefused()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client(chaincode: "nothing");

        await AssertRefusedAsync(client, client.Propose(["put", "a", "1"]).Signed, GrpcStatusCode.FailedPrecondition);
    }

    [Fact]
    public async Task Propose_AgainAfterItWasCommitted_IsADuplicate()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();
        var (proposal, transactionId) = client.Propose(["put", "a", "1"]);
        await client.SubmitAsync(await client.EndorseAsync(proposal), transactionId);

        await AssertRefusedAsync(client, proposal, GrpcStatusCode.Aborted, GrpcStatusCode.FailedPrecondition);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(400)]
    public async Task Submit_SameTransactionTwice_OnlyTheFirstCounts(int batchMilliseconds)
    {
        // With the long batch both stand in one block, with the short one in two.
        await using var network = await TestNetwork.StartAsync(
            options => options with { BatchTimeout = TimeSpan.FromMilliseconds(batchMilliseconds) });
        var client = network.Client();
        var (proposal, transactionId) = client.Propose(["increment", "n"]);
        var envelope = await client.EndorseAsync(proposal);
        await client.SubmitAsync(envelope);
        if (batchMilliseconds == 20)
            await client.StatusAsync(transactionId);
        await client.SubmitAsync(envelope);
        await client.InvokeAsync("put", "last", "1");

        var blocks = await client.BlocksAsync(1, network.Peer.Height - 1);

        var verdicts = blocks.SelectMany(block => block.Metadata.Metadata[(int)BlockMetadataIndex.TransactionsFilter]).ToList();
        Assert.Equal(1, verdicts.Count(code => code == (byte)TxValidationCode.DuplicateTxid));
        Assert.Equal(2, verdicts.Count(code => code == (byte)TxValidationCode.Valid));
        Assert.Equal(TxValidationCode.Valid, (await client.StatusAsync(transactionId)).Result);
        Assert.Equal("1", await client.EvaluateAsync("get", "n"));
    }

    private static async Task AssertDeniedAsync(TestClient client, SignedProposal proposal, string words = "access denied")
    {
        var failure = await AssertRefusedAsync(client, proposal, GrpcStatusCode.Aborted, GrpcStatusCode.FailedPrecondition);
        Assert.Contains(words, DetailOf(failure).Message, StringComparison.Ordinal);
    }

    private static ErrorDetail DetailOf(GrpcException failure) =>
        Assert.Single(RpcStatus.Parser.ParseFrom(failure.StatusDetails).Details).Unpack<ErrorDetail>();

    private static Task<GrpcException> AssertRefusedAsync(TestClient client, SignedProposal proposal, GrpcStatusCode code) =>
        AssertRefusedAsync(client, proposal, code, code);

    private static async Task<GrpcException> AssertRefusedAsync(
        TestClient client, SignedProposal proposal, GrpcStatusCode onEndorse, GrpcStatusCode onEvaluate)
    {
        var endorse = await Assert.ThrowsAsync<GrpcException>(() => client.EndorseAsync(proposal));
        var evaluate = await Assert.ThrowsAsync<GrpcException>(() => client.EvaluateAsync(proposal));
        Assert.Equal(onEndorse, endorse.StatusCode);
        Assert.Equal(onEvaluate, evaluate.StatusCode);
        return endorse;
    }

    private static ByteString WithHighS(ByteString signature)
    {
        var sequence = new AsnReader(signature.Memory, AsnEncodingRules.DER).ReadSequence();
        var (r, s) = (sequence.ReadInteger(), sequence.ReadInteger());
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(r);
            writer.WriteInteger(GroupOrder - s);
        }
        return ByteString.CopyFrom(writer.Encode());
    }
}
