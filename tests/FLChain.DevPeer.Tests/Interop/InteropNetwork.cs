using System.Security.Cryptography.X509Certificates;
using FLChain.DevPeer.Material;
using FLChain.DevPeer.Tests.Network;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Shim;
using FLChain.Fabric.Tests.Interop;

namespace FLChain.DevPeer.Tests.Interop;

/// <summary>A peer with TLS for two organizations, and a chaincode service behind it that may be ours or the official one for Node.</summary>
internal sealed class InteropNetwork : IAsyncDisposable
{
    public const string ChannelId = "flchain";
    public const string Chaincode = "interop";
    public const string Collection = "coll";
    public const string AppraisalCollection = "appraisals";
    public const ulong BlockToLive = 100;

    private const string PackageId = "interop:0123";

    private static readonly string[] Members = ["Org1MSP", "Org2MSP"];

    private readonly TemporaryDirectory _directory = new();
    private readonly IAsyncDisposable _service;

    private InteropNetwork(IAsyncDisposable service)
    {
        _service = service;
        Consortium = DevConsortium.CreateOrOpen(
            _directory["crypto"], [new OrganizationDefinition("Org1MSP", "org1.example"), new OrganizationDefinition("Org2MSP", "org2.example")]);
    }

    public DevConsortium Consortium { get; }

    public DevPeerServer Peer { get; private set; } = null!;

    /// <summary>Behind the peer: <c>chaincode.js</c> on the official shim.</summary>
    public static async Task<InteropNetwork> StartWithNodeChaincodeAsync()
    {
        NodeChaincode chaincode = await NodeChaincode.StartAsync(PackageId);
        return await StartAsync(chaincode, chaincode.Address.ToString());
    }

    /// <summary>Behind the peer: a chaincode on our shim.</summary>
    public static async Task<InteropNetwork> StartAsync(IChaincode chaincode)
    {
        var server = new ChaincodeServer(
            chaincode, new ChaincodeServerOptions { PackageId = PackageId, ShutdownGrace = TimeSpan.FromMilliseconds(100) });
        await server.StartAsync(TestContext.Current.CancellationToken);
        return await StartAsync(server, server.Address.ToString());
    }

    /// <summary>A channel to the peer that trusts its organization's root.</summary>
    public GrpcChannel Dial(X509Certificate2 root) => GrpcChannel.Create(Peer.Address, new GrpcChannelOptions { RootCertificates = [root] });

    public async ValueTask DisposeAsync()
    {
        await Peer.DisposeAsync();
        await _service.DisposeAsync();
        _directory.Dispose();
    }

    private static async Task<InteropNetwork> StartAsync(IAsyncDisposable service, string address)
    {
        var network = new InteropNetwork(service);
        network.Peer = await DevPeerServer.StartAsync(
            new DevPeerOptions
            {
                DataDirectory = network._directory["ledger"],
                Consortium = network.Consortium,
                ChannelId = ChannelId,
                BatchTimeout = TimeSpan.FromMilliseconds(20),
                DurableCommits = false,
                Chaincodes =
                [
                    new ChaincodeDefinition
                    {
                        Name = Chaincode,
                        PackageId = PackageId,
                        Endpoint = new ChaincodeEndpoint(address),
                        Collections = [Kept(Collection), Kept(AppraisalCollection)],
                    },
                ],
            },
            TestContext.Current.CancellationToken);
        return network;
    }

    private static CollectionDefinition Kept(string name) => new() { Name = name, MemberMspIds = Members, BlockToLive = BlockToLive };
}
