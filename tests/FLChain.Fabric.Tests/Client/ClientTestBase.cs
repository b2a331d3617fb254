using FLChain.Fabric.Client;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Identities;

namespace FLChain.Fabric.Tests.Client;

/// <summary>An identity, a scripted peer and a gateway between them, with delays short enough for a test.</summary>
public abstract class ClientTestBase : IAsyncLifetime
{
    private readonly List<IAsyncDisposable> _owned = [];

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected TestCertificates Authority { get; } = new();

    private protected SigningIdentity Client { get; private set; } = null!;

    private protected ScriptedPeer Peer { get; private set; } = null!;

    private protected FabricGateway Gateway { get; private set; } = null!;

    private protected Contract Contract => Gateway.GetNetwork("ch").GetContract("cc");

    private protected static GatewayRetry Quick { get; } = new()
    {
        FirstDelay = TimeSpan.FromMilliseconds(5),
        LongestDelay = TimeSpan.FromMilliseconds(20),
        FirstConflictDelay = TimeSpan.FromMilliseconds(5),
        MaxRetries = 4,
        MaxConflictRetries = 3,
        MaxReconnects = 3,
    };

    public async ValueTask InitializeAsync()
    {
        Client = Authority.IssueIdentity("Org1MSP");
        Peer = await StartPeerAsync();
        Gateway = Connect([Peer]);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var item in Enumerable.Reverse(_owned))
            await item.DisposeAsync();
        Authority.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected async Task<ScriptedPeer> StartPeerAsync()
    {
        var peer = await ScriptedPeer.StartAsync(Authority.IssueIdentity("Org1MSP", "peer"));
        _owned.Add(peer);
        return peer;
    }

    private protected FabricGateway Connect(IEnumerable<ScriptedPeer> peers, Func<GatewayOptions, GatewayOptions>? configure = null)
        => Connect(peers.Select(peer => peer.Address), configure);

    private protected FabricGateway Connect(
        IEnumerable<Uri> addresses, Func<GatewayOptions, GatewayOptions>? configure = null, GrpcChannelOptions? transport = null)
    {
        var channels = addresses.Select(address => GrpcChannel.Create(address, transport)).ToList();
        _owned.AddRange(channels);
        var options = new GatewayOptions
        {
            Identity = Client.Identity,
            Signer = Client.Signer,
            Channels = channels,
            Retry = Quick,
            Timeouts = new GatewayTimeouts { UncertainSubmit = TimeSpan.FromMilliseconds(200) },
        };
        return FabricGateway.Connect(configure?.Invoke(options) ?? options);
    }

    /// <summary>An address where nobody listens.</summary>
    private protected static async Task<Uri> DeadAddressAsync()
    {
        await using var server = await GrpcTestServer.StartAsync(_ => { });
        return server.Address;
    }
}
