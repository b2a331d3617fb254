using FLChain.DevPeer.Tests.Network;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Protos;

namespace FLChain.DevPeer.Tests.Services;

public sealed class GatewayFlowTests
{
    [Fact]
    public async Task Submit_ValidTransaction_ChangesTheState()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();

        var block = await client.InvokeAsync("put", "a", "1");

        Assert.Equal(1UL, block);
        Assert.Equal("1", await client.EvaluateAsync("get", "a"));
    }

    [Fact]
    public async Task Submit_OverTls_Works()
    {
        await using var network = await TestNetwork.StartAsync(options => options with { UseTls = true });
        var client = network.Client();

        await client.InvokeAsync("put", "a", "1");

        Assert.Equal("https", network.Peer.Address.Scheme);
        Assert.Equal("1", await client.EvaluateAsync("get", "a"));
    }

    [Fact]
    public async Task Evaluate_OfAWrite_ChangesNothing()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();

        await client.EvaluateAsync("put", "a", "1");

        Assert.Equal("(none)", await client.EvaluateAsync("get", "a"));
        Assert.Equal(1UL, network.Peer.Height);
    }

    [Fact]
    public async Task Endorse_ContractFails_IsAbortedWithItsMessage()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();

        var failure = await Assert.ThrowsAsync<GrpcException>(() => client.EndorseAsync(client.Propose(["fail", "FL0104 no"]).Signed));

        Assert.Equal(GrpcStatusCode.Aborted, failure.StatusCode);
        var detail = Assert.Single(RpcStatus.Parser.ParseFrom(failure.StatusDetails).Details).Unpack<ErrorDetail>();
        Assert.Equal("chaincode response 500, FL0104 no", detail.Message);
        Assert.Equal("Org1MSP", detail.MspId);
        Assert.NotEmpty(detail.Address);
    }

    [Fact]
    public async Task Evaluate_ContractFails_IsUnknownWithItsMessage()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();

        var failure = await Assert.ThrowsAsync<GrpcException>(() => client.EvaluateAsync("fail", "no"));

        Assert.Equal(GrpcStatusCode.Unknown, failure.StatusCode);
        Assert.Equal("evaluate call to endorser returned error: chaincode response 500, no", failure.Detail);
    }

    [Fact]
    public async Task Get_AfterPutInTheSameTransaction_ReturnsTheCommittedValue()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();
        await client.InvokeAsync("put", "a", "old");

        Assert.Equal("old", await client.EvaluateAsync("readOwnWrite", "a"));
    }
}
