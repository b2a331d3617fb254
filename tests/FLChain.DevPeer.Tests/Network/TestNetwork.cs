using System.Security.Cryptography.X509Certificates;
using FLChain.DevPeer.Material;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Identities;
using FLChain.Fabric.Shim;

namespace FLChain.DevPeer.Tests.Network;

/// <summary>Three organizations, a peer and a chaincode service, over the real wire.</summary>
internal sealed class TestNetwork : IAsyncDisposable
{
    public const string Chaincode = "assets";
    public const string PackageId = "assets:0123";
    public const ulong BlockToLive = 2;

    private static readonly OrganizationDefinition[] Definitions =
        [new("Org1MSP", "org1.example"), new("Org2MSP", "org2.example"), new("Org3MSP", "org3.example")];

    private readonly TemporaryDirectory directory = new();
    private readonly List<IDisposable> owned = [];
    private readonly Func<DevPeerOptions, DevPeerOptions> configure;
    private readonly IChaincode contract;

    private TestNetwork(Func<DevPeerOptions, DevPeerOptions> configure, IChaincode contract)
    {
        this.configure = configure;
        this.contract = contract;
        Consortium = DevConsortium.CreateOrOpen(directory["crypto"], Definitions);
    }

    public DevConsortium Consortium { get; }

    public DevPeerServer Peer { get; private set; } = null!;

    public ChaincodeServer Service { get; private set; } = null!;

    public string DataDirectory => directory["ledger"];

    public string RootDirectory => directory.Path;

    public static async Task<TestNetwork> StartAsync(Func<DevPeerOptions, DevPeerOptions>? configure = null, IChaincode? contract = null)
    {
        var network = new TestNetwork(configure ?? (options => options), contract ?? new AssetChaincode());
        await network.StartServiceAsync(0);
        await network.StartPeerAsync();
        return network;
    }

    /// <summary>A client with a certificate of its own.</summary>
    public TestClient Client(string mspId = "Org1MSP", string name = "user1", string chaincode = Chaincode) =>
        ClientIn(mspId, Consortium.IssueUser(mspId, name, name), chaincode);

    public TestClient ClientIn(string mspId, string mspFolder, string chaincode = Chaincode)
    {
        var identity = IdentityFiles.LoadMsp(mspId, mspFolder);
        owned.Add(identity);
        return new TestClient(Channel(), identity, "flchain", chaincode);
    }

    public GrpcChannel Channel()
    {
        var root = X509Certificate2.CreateFromPem(File.ReadAllText(Consortium.Organizations[0].TlsCaCertificatePath));
        var channel = GrpcChannel.Create(Peer.Address, new GrpcChannelOptions { RootCertificates = [root] });
        owned.Add(channel);
        owned.Add(root);
        return channel;
    }

    public async Task RestartPeerAsync()
    {
        await Peer.DisposeAsync();
        await StartPeerAsync();
    }

    public async Task StopServiceAsync() => await Service.DisposeAsync();

    /// <summary>Starts the service again on the port it had.</summary>
    public Task RestartServiceAsync() => StartServiceAsync(Service.Address.Port);

    public DevPeerOptions Options() => configure(new DevPeerOptions
    {
        DataDirectory = DataDirectory,
        Consortium = Consortium,
        BatchTimeout = TimeSpan.FromMilliseconds(20),
        UseTls = false,
        Chaincodes = [Definition()],
    });

    public async ValueTask DisposeAsync()
    {
        owned.ForEach(each => each.Dispose());
        await Peer.DisposeAsync();
        await Service.DisposeAsync();
        directory.Dispose();
    }

    private ChaincodeDefinition Definition() => new()
    {
        Name = Chaincode,
        PackageId = PackageId,
        Endpoint = new ChaincodeEndpoint(Service.Address.ToString()),
        Collections =
        [
            new CollectionDefinition { Name = "shared", MemberMspIds = ["Org1MSP", "Org2MSP"], BlockToLive = BlockToLive },
            new CollectionDefinition { Name = "kept", MemberMspIds = ["Org1MSP", "Org2MSP"] },
        ],
    };

    private async Task StartPeerAsync() => Peer = await DevPeerServer.StartAsync(Options(), TestContext.Current.CancellationToken);

    private async Task StartServiceAsync(int port)
    {
        Service = new ChaincodeServer(contract, new ChaincodeServerOptions
        {
            PackageId = PackageId,
            ListenAddress = new(System.Net.IPAddress.Loopback, port),
            ShutdownGrace = TimeSpan.FromMilliseconds(100),
        });
        await Service.StartAsync(TestContext.Current.CancellationToken);
    }
}
