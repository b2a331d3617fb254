using System.Net;
using System.Security.Cryptography.X509Certificates;
using FLChain.Conformance.Tests.Probe;
using FLChain.Fabric.Client;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Identities;
using FLChain.Fabric.Shim;
using Contract = FLChain.Fabric.Client.Contract;

namespace FLChain.Conformance.Tests.Consortium;

/// <summary>
/// A running consortium with the probe chaincode on it, twice: once for the tests to call, once for it to call. Either an
/// embedded peer that lives as long as this object, or a Fabric network that was there before and stays.
/// </summary>
public abstract class ConsortiumUnderTest : IAsyncDisposable
{
    /// <summary>A collection of the first two organizations whose values stay.</summary>
    internal const string KeptCollection = "kept";

    /// <summary>A collection of all organizations whose values outlive their block by <see cref="BlocksToLive"/> blocks.</summary>
    internal const string BriefCollection = "brief";

    internal const ulong BlocksToLive = 3;

    // A dozen mebibytes through three endorsers take long where others use the machine too.
    private static readonly GatewayTimeouts Patience = new() { Endorse = TimeSpan.FromMinutes(2), Evaluate = TimeSpan.FromMinutes(2) };

    private readonly List<IDisposable> owned = [];
    private ChaincodeServer service = null!;
    private ChaincodeServer calleeService = null!;

    /// <summary>The channel.</summary>
    internal abstract string Channel { get; }

    /// <summary>Its organizations, at least three. A majority of them must endorse.</summary>
    internal abstract IReadOnlyList<TestOrganization> Organizations { get; }

    /// <summary>The name of the probe on the channel.</summary>
    internal string Chaincode { get; private set; } = "";

    /// <summary>The name of the other one.</summary>
    internal string Callee { get; private set; } = "";

    /// <summary>How many organizations are more than half.</summary>
    internal int Majority => (Organizations.Count / 2) + 1;

    /// <summary>The MSP ids of a majority, the first organization among them.</summary>
    internal string[] Endorsers => [.. Organizations.Take(Majority).Select(each => each.MspId)];

    /// <summary>Starts or finds the consortium, and brings the probe onto it.</summary>
    internal static async Task<ConsortiumUnderTest> StartAsync()
    {
        ConsortiumUnderTest consortium = FabricNetwork.IsWanted ? new FabricConsortium(await FabricNetwork.OpenAsync()) : new EmbeddedConsortium();
        // A network that stays keeps the chaincodes of earlier runs, so each run brings its own.
        var run = Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(4));
        (consortium.Chaincode, consortium.Callee) = ($"probe-{run}", $"callee-{run}");
        consortium.service = await ServeAsync(consortium.Chaincode, 0);
        consortium.calleeService = await ServeAsync(consortium.Callee, 0);
        await consortium.OpenAsync();
        return consortium;
    }

    /// <summary>A gateway in the name of an organization's new client, through that organization's peer first.</summary>
    internal FabricGateway Connect(int organization = 0, Func<GatewayOptions, GatewayOptions>? configure = null) =>
        ConnectAs(TestMember.Issue(Organizations[organization], $"client-{owned.Count}"), organization, configure);

    /// <summary>A gateway in the name of anyone.</summary>
    internal FabricGateway ConnectAs(SigningIdentity identity, int organization = 0, Func<GatewayOptions, GatewayOptions>? configure = null)
    {
        owned.Add(identity);
        // Peers of other organizations stand in when the first is away.
        var channels = Organizations.Skip(organization).Concat(Organizations.Take(organization)).Select(ChannelTo).ToArray();
        var options = new GatewayOptions { Identity = identity.Identity, Signer = identity.Signer, Channels = channels, Timeouts = Patience };
        return FabricGateway.Connect(configure?.Invoke(options) ?? options);
    }

    /// <summary>The probe, for a gateway's identity.</summary>
    internal Contract Probe(FabricGateway gateway) => gateway.GetNetwork(Channel).GetContract(Chaincode);

    /// <summary>A channel to the gateway of an organization's peer.</summary>
    internal GrpcChannel ChannelTo(TestOrganization organization)
    {
        var root = X509Certificate2.CreateFromPem(File.ReadAllText(organization.TlsRoot));
        var channel = GrpcChannel.Create(organization.Peer, new GrpcChannelOptions { RootCertificates = [root] });
        owned.Add(channel);
        owned.Add(root);
        return channel;
    }

    /// <summary>Breaks the probe's service off in the middle of whatever it does, and starts it again.</summary>
    internal async Task RestartChaincodeAsync()
    {
        var port = service.Address.Port;
        await service.DisposeAsync();
        service = await ServeAsync(Chaincode, port);
    }

    /// <summary>Stops the first organization's peer and starts it again; its ledger stays.</summary>
    internal abstract Task RestartPeerAsync();

    public async ValueTask DisposeAsync()
    {
        owned.ForEach(each => each.Dispose());
        await CloseAsync();
        await service.DisposeAsync();
        await calleeService.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Brings both probes onto the channel; they listen already.</summary>
    private protected abstract Task OpenAsync();

    /// <summary>Ends what this object started.</summary>
    private protected abstract Task CloseAsync();

    /// <summary>The package id that a peer knows a probe by.</summary>
    private protected static ChaincodePackage PackageOf(string name, int port) =>
        ChaincodePackage.Create(name, new ChaincodeConnection { Address = $"127.0.0.1:{port}" });

    private protected int PortOf(string name) => (name == Chaincode ? service : calleeService).Address.Port;

    private static async Task<ChaincodeServer> ServeAsync(string name, int port)
    {
        // The package holds the port, and the server needs the package's id: a port that is free now is taken at once.
        var listen = port > 0 ? port : FreePort();
        var server = new ChaincodeServer(new ProbeChaincode(), new ChaincodeServerOptions
        {
            PackageId = PackageOf(name, listen).PackageId,
            ListenAddress = new IPEndPoint(IPAddress.Loopback, listen),
            ShutdownGrace = TimeSpan.Zero,
        });
        await server.StartAsync();
        return server;
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
