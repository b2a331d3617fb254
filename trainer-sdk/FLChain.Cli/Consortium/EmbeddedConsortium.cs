using FLChain.Chaincode;
using FLChain.Core.Ledger;
using FLChain.DevPeer;
using FLChain.DevPeer.Material;
using FLChain.Fabric.Shim;

namespace FLChain.Cli.Consortium;

/// <summary>
/// An authority organization, two trainer organizations and a buyer organization on one embedded peer, with the contracts
/// served beside it over the real chaincode protocol. Everything is in one folder; starting it again goes on where it was.
/// </summary>
public sealed class EmbeddedConsortium : IAsyncDisposable
{
    /// <summary>The authority organization.</summary>
    public const string AuthorityMsp = "AuthorityMSP";

    /// <summary>The trainer organizations.</summary>
    public static readonly IReadOnlyList<string> TrainerMsps = ["TrainersOneMSP", "TrainersTwoMSP"];

    /// <summary>The buyer organization.</summary>
    public const string BuyerMsp = "BuyersMSP";

    internal const string ChannelName = "flchain";
    internal const string ChaincodeName = "flchain";

    // Served in this process, so there is no package to hash: the id only has to be the same on both ends.
    private const string PackageId = "flchain:embedded";

    private const string Peer = "peer";

    private readonly ChaincodeServer _chaincode;
    private readonly DevPeerServer _peer;

    private EmbeddedConsortium(DevConsortium material, ChaincodeServer chaincode, DevPeerServer peer, OptionsFiles files)
    {
        Material = material;
        _chaincode = chaincode;
        _peer = peer;
        Files = files;
    }

    /// <summary>Address of the peer.</summary>
    public Uri Address => _peer.Address;

    /// <summary>Blocks on the ledger.</summary>
    public ulong Height => _peer.Height;

    /// <summary>Where each party finds its options.</summary>
    public OptionsFiles Files { get; }

    /// <summary>Keys and certificates of all organizations.</summary>
    internal DevConsortium Material { get; }

    /// <summary>Starts the consortium, new or where it was.</summary>
    /// <exception cref="IOException">The folder cannot be used, or another process has it.</exception>
    public static async Task<EmbeddedConsortium> StartAsync(EmbeddedConsortiumOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Trainers, 1, nameof(options));
        var material = DevConsortium.CreateOrOpen(
            Path.Combine(options.Directory, "organizations"),
            [
                new OrganizationDefinition(AuthorityMsp, "authority.example"),
                new OrganizationDefinition(TrainerMsps[0], "trainers-one.example"),
                new OrganizationDefinition(TrainerMsps[1], "trainers-two.example"),
                new OrganizationDefinition(BuyerMsp, "buyers.example"),
            ]);
        var chaincode = new ChaincodeServer(
            options.Serve(FLChainChaincode.Create(new ChaincodeOptions { AuthorityMsp = AuthorityMsp })),
            new ChaincodeServerOptions { PackageId = PackageId, LoggerFactory = options.LoggerFactory });
        DevPeerServer? peer = null;
        try
        {
            await chaincode.StartAsync(cancellationToken);
            peer = await DevPeerServer.StartAsync(PeerOptions(options, material, chaincode), cancellationToken);
            new RememberedPort(options.Directory, Peer).Remember(peer.Address.Port);
            return new EmbeddedConsortium(material, chaincode, peer, OptionsFiles.Write(
                options.Directory, AuthorityMsp, TrainersOf(options), BuyerMsp, new EmbeddedProfiles(material, peer.Address)));
        }
        catch
        {
            if (peer is not null) await peer.DisposeAsync();
            await chaincode.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops the peer, then the contracts; what runs is finished first.</summary>
    public async ValueTask DisposeAsync()
    {
        await _peer.DisposeAsync();
        await _chaincode.DisposeAsync();
    }

    private static (string Name, string MspId)[] TrainersOf(EmbeddedConsortiumOptions options) =>
        [.. Enumerable.Range(1, options.Trainers).Select(j => ($"trainer-{j}", TrainerMsps[(j - 1) % TrainerMsps.Count]))];

    private static DevPeerOptions PeerOptions(EmbeddedConsortiumOptions options, DevConsortium material, ChaincodeServer chaincode) => new()
    {
        DataDirectory = Path.Combine(options.Directory, "peer"),
        Consortium = material,
        ChannelId = ChannelName,
        Port = new RememberedPort(options.Directory, Peer).Choose(options.Port),
        BatchTimeout = options.BatchTimeout,
        SimulateTwice = options.SimulateTwice,
        LoggerFactory = options.LoggerFactory,
        Chaincodes =
        [
            new ChaincodeDefinition
            {
                Name = ChaincodeName,
                PackageId = PackageId,
                Endpoint = new ChaincodeEndpoint(chaincode.Address.ToString()),
                Collections =
                [
                    new CollectionDefinition
                    {
                        Name = Keys.PayloadCollection,
                        MemberMspIds = [.. material.Organizations.Select(organization => organization.MspId)],
                        BlockToLive = options.PayloadBlocksToLive,
                    },
                ],
            },
        ],
    };
}
