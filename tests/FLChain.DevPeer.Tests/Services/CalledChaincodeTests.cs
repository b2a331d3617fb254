using FLChain.DevPeer.Tests.Network;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Protos;
using FLChain.Fabric.Shim;

namespace FLChain.DevPeer.Tests.Services;

/// <summary>One chaincode calls another within a transaction: each writes its own namespace and needs its own policy.</summary>
public sealed class CalledChaincodeTests : IAsyncLifetime
{
    private ChaincodeServer other = null!;
    private TestNetwork network = null!;

    public async ValueTask InitializeAsync()
    {
        other = new ChaincodeServer(new AssetChaincode(), new ChaincodeServerOptions { PackageId = "other:0123", ShutdownGrace = TimeSpan.Zero });
        await other.StartAsync(TestContext.Current.CancellationToken);
        var definition = new ChaincodeDefinition
        {
            Name = "other",
            PackageId = "other:0123",
            Endpoint = new ChaincodeEndpoint(other.Address.ToString()),
            EndorsementPolicy = EndorsementPolicy.OutOf(1, "Org3MSP"),
        };
        network = await TestNetwork.StartAsync(options => options with { Chaincodes = [.. options.Chaincodes, definition], SimulateTwice = true });
    }

    public async ValueTask DisposeAsync()
    {
        await network.DisposeAsync();
        await other.DisposeAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("flchain")]
    public async Task Call_ThatWrites_WritesTheOthersNamespace(string channel)
    {
        var client = network.Client();
        await client.CommitAsync("put", "a", "mine");
        await client.CommitAsync("call", "other", channel, "put", "a", "theirs");

        Assert.Equal("mine", await client.EvaluateAsync("get", "a"));
        Assert.Equal("theirs", await client.EvaluateAsync("call", "other", "", "get", "a"));
        Assert.Equal("theirs", await network.Client(name: "user2", chaincode: "other").EvaluateAsync("get", "a"));
    }

    [Fact]
    public async Task Call_ThatWrites_NeedsBothPolicies()
    {
        var client = network.Client();
        Assert.Equal(["Org1MSP", "Org3MSP"], TestClient.EndorsersOf(await client.EndorseAsync(client.Propose(["call", "other", "", "put", "a", "1"]).Signed)));
        Assert.Equal(TxValidationCode.EndorsementPolicyFailure, await SubmitAsync(client, "Org1MSP", "Org2MSP"));
        Assert.Equal(TxValidationCode.EndorsementPolicyFailure, await SubmitAsync(client, "Org3MSP"));
        Assert.Equal(TxValidationCode.Valid, await SubmitAsync(client, "Org1MSP", "Org3MSP"));
    }

    [Fact]
    public async Task Call_ThatRead_ConflictsWithALaterWrite()
    {
        var client = network.Client();
        var theirs = network.Client(name: "user2", chaincode: "other");
        var (proposal, transactionId) = client.Propose(["call", "other", "", "increment", "n"]);
        var prepared = await client.EndorseAsync(proposal);
        await theirs.CommitAsync("put", "n", "5");
        Assert.Equal(TxValidationCode.MvccReadConflict, (await client.SubmitAsync(prepared, transactionId)).Result);
    }

    [Fact]
    public async Task Call_ThatIsRefused_GivesTheRefusal()
    {
        var client = network.Client();
        var failure = await Assert.ThrowsAsync<GrpcException>(() => client.EvaluateAsync("call", "other", "", "fail", "their words"));
        Assert.Contains("their words", failure.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing", "")]
    [InlineData("other", "another-channel")]
    [InlineData("assets", "")]
    public async Task Call_OfWhatCannotRun_FailsTheTransactionOnly(string chaincode, string channel)
    {
        var client = network.Client();
        var failure = await Assert.ThrowsAsync<GrpcException>(() => client.EvaluateAsync("call", chaincode, channel, "get", "a"));
        Assert.Contains("the peer refused InvokeChaincode", failure.Detail, StringComparison.Ordinal);
        Assert.Equal("(none)", await client.EvaluateAsync("get", "a"));
    }

    [Fact]
    public async Task Call_OfAServiceThatIsDown_FailsTheTransactionOnly()
    {
        await other.StopAsync(TestContext.Current.CancellationToken);
        var client = network.Client();
        var failure = await Assert.ThrowsAsync<GrpcException>(() => client.EvaluateAsync("call", "other", "", "get", "a"));
        Assert.Contains("the peer refused InvokeChaincode", failure.Detail, StringComparison.Ordinal);
        Assert.Equal("(none)", await client.EvaluateAsync("get", "a"));
    }

    private static async Task<TxValidationCode> SubmitAsync(TestClient client, params string[] endorsers)
    {
        var (proposal, transactionId) = client.Propose(["call", "other", "", "put", "a", "1"]);
        return (await client.SubmitAsync(await client.EndorseAsync(proposal, endorsers), transactionId)).Result;
    }
}
