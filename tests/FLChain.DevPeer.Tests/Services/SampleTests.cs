using FLChain.DevPeer.Tests.Network;
using FLChain.Fabric.Client;
using FLChain.Fabric.Identities;
using FLChain.Fabric.Sample;

namespace FLChain.DevPeer.Tests.Services;

public sealed class SampleTests
{
    [Fact]
    public async Task Sample_ContractServiceAndClient_TellTheStoryOfTheReadme()
    {
        await using var network = await TestNetwork.StartAsync(contract: AssetContract.CreateChaincode());
        using var identity = IdentityFiles.LoadMsp("Org1MSP", network.Consortium.IssueUser("Org1MSP", "ann", "ann"));
        await using var gateway = FabricGateway.Connect(
            new GatewayOptions { Identity = identity.Identity, Signer = identity.Signer, Channels = [network.Channel()] });
        await using var output = new StringWriter { NewLine = "\n" };

        await new AssetClient(gateway.GetNetwork("flchain"), TestNetwork.Chaincode, output).RunAsync("car-1", TestContext.Current.CancellationToken);

        Assert.Equal(
            """
            created car-1
            car-1 belongs to bob
            owners so far: bob, ann
            refused: there is an asset car-1 already
            event: created car-1, owner ann
            event: transferred car-1, owner bob

            """.ReplaceLineEndings("\n"),
            output.ToString());
    }
}
