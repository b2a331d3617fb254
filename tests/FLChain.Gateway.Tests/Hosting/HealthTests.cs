using System.Net;
using FLChain.Gateway.Tests.Index;
using FLChain.Gateway.Tests.World;

namespace FLChain.Gateway.Tests.Hosting;

/// <summary>What the gateway says of itself while its ledger is lost. They run by themselves, because the instruments of all gateways of a process are read together.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
[Collection(Name)]
public sealed class HealthTests(GatewayWorld world)
{
    private const string Name = "gateways in trouble";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ready_LedgerIsLost_IsUnavailableUntilItIsBack()
    {
        var chain = RandomLedger.Of(20);
        await using var gateway = await ScriptedGateway.StartAsync(world, chain);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(gateway, "/health/ready"));
        gateway.Ledger.Has(chain.Blocks, lost: true);
        await gateway.UntilAsync(height => height.Trouble is not null);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(gateway, "/health/ready"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(gateway, "/health/live"));
        gateway.Ledger.Has(chain.Blocks);
        await gateway.UntilAsync(height => height.Trouble is null);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(gateway, "/health/ready"));
    }

    [Fact]
    public async Task Pages_LedgerIsLost_SayHowOldIsWhatTheyShow()
    {
        var chain = RandomLedger.Of(20);
        await using var gateway = await ScriptedGateway.StartAsync(world, chain);
        gateway.Ledger.Has(chain.Blocks, lost: true);
        await gateway.UntilAsync(height => height.Trouble is not null);
        foreach (var path in new[] { "/", "/trainers", "/audit", "/audit/blocks/3" })
            Assert.Contains("What you see is as of block 19.", await gateway.Client.GetStringAsync(path, Stop), StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> StatusAsync(ScriptedGateway gateway, string path)
    {
        using var answer = await gateway.Client.GetAsync(path, Stop);
        return answer.StatusCode;
    }
}
