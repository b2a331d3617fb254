using System.Text;
using FLChain.DevPeer.Material;
using FLChain.DevPeer.Tests.Network;
using FLChain.Fabric.Client;

namespace FLChain.DevPeer.Tests.Services;

/// <summary>The Gateway client, the peer and the chaincode service, put together as an application does.</summary>
public sealed class ClientTests
{
    [Fact]
    public async Task Application_FromAProfile_SubmitsEvaluatesAndListensOverTls()
    {
        await using var network = await TestNetwork.StartAsync(options => options with { UseTls = true });
        await using var gateway = Connect(network, "Org1MSP");
        var channel = gateway.GetNetwork("flchain");
        var contract = channel.GetContract(TestNetwork.Chaincode);

        var result = await contract.SubmitAsync("put", ["a", "1", "made"], cancellationToken: TestClient.Token);

        Assert.Equal("a", Encoding.UTF8.GetString(result.Payload));
        Assert.Equal("1", Encoding.UTF8.GetString(await contract.EvaluateAsync("get", ["a"], cancellationToken: TestClient.Token)));
        await foreach (var raised in channel.ChaincodeEventsAsync(TestNetwork.Chaincode, new EventOptions { StartBlock = 0 }, TestClient.Token))
        {
            Assert.Equal((result.TransactionId, result.BlockNumber), (raised.TransactionId, raised.BlockNumber));
            break;
        }
        var blocks = 0;
        await foreach (var block in channel.BlocksAsync(0, 1, TestClient.Token))
            Assert.Equal((ulong)blocks++, block.Header.Number);
        Assert.Equal(2, blocks);
    }

    [Fact]
    public async Task Application_ContractFails_GetsTheStagesException()
    {
        await using var network = await TestNetwork.StartAsync();
        await using var gateway = Connect(network, "Org1MSP");
        var contract = gateway.GetNetwork("flchain").GetContract(TestNetwork.Chaincode);

        var endorse = await Assert.ThrowsAsync<EndorseException>(() => contract.SubmitAsync("fail", ["FL0104 no"], cancellationToken: TestClient.Token));
        var evaluate = await Assert.ThrowsAsync<EvaluateException>(() => contract.EvaluateAsync("fail", ["FL0104 no"], cancellationToken: TestClient.Token));

        Assert.Contains("chaincode response 500, FL0104 no", Assert.Single(endorse.Details).Message, StringComparison.Ordinal);
        Assert.Contains("FL0104 no", evaluate.Message, StringComparison.Ordinal);
    }

    // Each increments the same key; conflicts are retried by the client until all have counted.
    [Fact]
    public async Task Application_ConflictingSubmissions_AllCountInTheEnd()
    {
        const int writers = 6;
        await using var network = await TestNetwork.StartAsync();
        await using var gateway = Connect(network, "Org2MSP");
        var contract = gateway.GetNetwork("flchain").GetContract(TestNetwork.Chaincode);
        var valid = 0;

        await Task.WhenAll(Enumerable.Range(0, writers).Select(async _ =>
        {
            while (true)
            {
                try
                {
                    await contract.SubmitAsync("increment", ["n"], cancellationToken: TestClient.Token);
                    Interlocked.Increment(ref valid);
                    return;
                }
                catch (CommitException)
                {
                    // The client's own retries were used up: the loser of a race tries again.
                }
            }
        }));

        Assert.Equal(writers, valid);
        Assert.Equal($"{writers}", Encoding.UTF8.GetString(await contract.EvaluateAsync("get", ["n"], cancellationToken: TestClient.Token)));
    }

    private static FabricGateway Connect(TestNetwork network, string mspId)
    {
        var path = Path.Combine(network.RootDirectory, $"{mspId}.json");
        network.Consortium.WriteConnectionProfile(path, new ProfileRequest
        {
            Address = network.Peer.Address,
            MspId = mspId,
            MspFolder = network.Consortium.IssueUser(mspId, "app", "app"),
            Chaincode = TestNetwork.Chaincode,
        });
        return FabricGateway.Connect(ConnectionProfile.Load(path));
    }
}
