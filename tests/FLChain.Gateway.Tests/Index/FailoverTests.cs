using FLChain.Fabric.Client;
using FLChain.Fabric.Tests.Client;
using FLChain.Gateway.Hosting;
using FLChain.Gateway.Index;
using FLChain.Gateway.Tests.World;
using Microsoft.Extensions.DependencyInjection;

namespace FLChain.Gateway.Tests.Index;

/// <summary>A gateway with two peers, of which the first goes away.</summary>
public sealed class FailoverTests(GatewayWorld world) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task FirstPeer_Lost_TheIndexFollowsTheOther()
    {
        var profile = ConnectionProfile.Load(world.Federation.Consortium.Files.AuditorProfile);
        var first = new FreezingProxy(new Uri(profile.Peers[0].Address));
        await using var gateway = await RunningGateway.StartAsync(new GatewaySettings { Profile = TwoPeers(profile, first), Data = _folder["data"] });
        var index = gateway.Services.GetRequiredService<LedgerIndex>();
        await ReachedAsync(index);
        Assert.True(first.Connections > 0, "the first peer was never called");

        await first.DisposeAsync();
        await world.FundAsync(world.PartyOf("alice"), 1);
        await ReachedAsync(index);
        Assert.Null(index.Height.Trouble);
    }

    private string TwoPeers(ConnectionProfile profile, FreezingProxy first)
    {
        // The paths of a profile count from its folder.
        var path = Path.Combine(profile.Folder, $"{world.NewName("two-peers")}.json");
        var peer = profile.Peers[0];
        (profile with { Peers = [peer with { Address = first.Address.ToString().TrimEnd('/'), ServerName = peer.ServerName ?? new Uri(peer.Address).Host }, peer] }).Save(path);
        return path;
    }

    private async Task ReachedAsync(LedgerIndex index)
    {
        var height = world.Federation.Consortium.Height;
        await index.ReachAsync(height - 1, TimeSpan.FromSeconds(60));
        Assert.True(index.Height.Blocks >= height, $"the index has {index.Height.Blocks} of {height} blocks: {index.Height.Trouble}");
    }
}
