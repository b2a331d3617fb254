using FLChain.Chaincode;
using FLChain.Cli.Audit;
using FLChain.Core.Ledger;
using FLChain.DevPeer;
using FLChain.DevPeer.Material;
using FLChain.Fabric.Client;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Identities;
using FLChain.Fabric.Shim;

namespace FLChain.Cli.Tests.Audit;

/// <summary>Four organizations on one embedded peer in a folder of its own, with the contracts served beside it.</summary>
internal sealed class Consortium : IAsyncDisposable
{
    public const string Channel = "flchain";
    public const string Chaincode = "flchain";
    public const string AuthorityMsp = "AuthorityMSP";
    public const string TrainersMsp = "TrainersMSP";
    public const string BuyersMsp = "BuyersMSP";

    private const string PackageId = "flchain:audit-tests";

    private readonly DevConsortium _material;
    private readonly ChaincodeServer _chaincode;
    private readonly DevPeerServer _peer;
    private readonly GrpcChannel _channel;
    private readonly List<Party> _parties = [];

    private Consortium(string folder, DevConsortium material, ChaincodeServer chaincode, DevPeerServer peer)
    {
        Folder = folder;
        _material = material;
        _chaincode = chaincode;
        _peer = peer;
        _channel = GrpcChannel.Create(peer.Address, new GrpcChannelOptions());
    }

    public string Folder { get; }

    public string LedgerFolder => Path.Combine(Folder, "peer");

    public static async Task<Consortium> StartAsync(string folder, ulong payloadBlocksToLive = 0)
    {
        var material = DevConsortium.CreateOrOpen(
            Path.Combine(folder, "organizations"),
            [
                new OrganizationDefinition(AuthorityMsp, "authority.example"),
                new OrganizationDefinition(TrainersMsp, "trainers.example"),
                new OrganizationDefinition(BuyersMsp, "buyers.example"),
            ]);
        var chaincode = new ChaincodeServer(
            FLChainChaincode.Create(new ChaincodeOptions { AuthorityMsp = AuthorityMsp }), new ChaincodeServerOptions { PackageId = PackageId });
        await chaincode.StartAsync();
        var peer = await DevPeerServer.StartAsync(new DevPeerOptions
        {
            DataDirectory = Path.Combine(folder, "peer"),
            Consortium = material,
            ChannelId = Channel,
            UseTls = false,
            DurableCommits = false,
            BatchTimeout = TimeSpan.FromMilliseconds(20),
            Chaincodes =
            [
                new ChaincodeDefinition
                {
                    Name = Chaincode,
                    PackageId = PackageId,
                    Endpoint = new ChaincodeEndpoint(chaincode.Address.ToString()),
                    Collections =
                    [
                        new CollectionDefinition
                        {
                            Name = Keys.PayloadCollection,
                            MemberMspIds = [.. material.Organizations.Select(organization => organization.MspId)],
                            BlockToLive = payloadBlocksToLive,
                        },
                    ],
                },
            ],
        });
        return new Consortium(folder, material, chaincode, peer);
    }

    public Party Enrol(string msp, string name)
    {
        var party = new Party(IdentityFiles.LoadMsp(msp, _material.IssueUser(msp, name, name)), _channel, Channel, Chaincode);
        _parties.Add(party);
        return party;
    }

    /// <summary>What only a member of a conspiracy of all organizations has: the keys of every peer and of the orderer.</summary>
    public SigningIdentity Node(string msp)
    {
        var organization = msp == _material.Orderer.MspId ? _material.Orderer : _material.Find(msp);
        return IdentityFiles.LoadMsp(organization.MspId, organization.NodeMspFolder);
    }

    /// <summary>An administrator of an organization, who may sign changes of the channel.</summary>
    public SigningIdentity Administrator(string msp) => IdentityFiles.LoadMsp(msp, _material.IssueUser(msp, "admin", "admin", "admin"));

    public SigningIdentity Orderer() => Node(_material.Orderer.MspId);

    public ConnectionProfile ProfileOf(string msp, string name) => new()
    {
        Channel = Channel,
        Chaincode = Chaincode,
        Peers = [new ProfilePeer { Address = _peer.Address.ToString(), MspId = AuthorityMsp }],
        Identity = new ProfileIdentity { MspId = msp, MspFolder = _material.IssueUser(msp, name, name) },
        TrustAnchors = _material.Organizations.Append(_material.Orderer).ToDictionary(
            organization => organization.MspId, organization => (IReadOnlyList<string>)[organization.CaCertificatePath], StringComparer.Ordinal),
    };

    public AuditOptions Options() => new()
    {
        ChannelId = Channel,
        ChaincodeName = Chaincode,
        AuthorityMsp = AuthorityMsp,
        Trust = Cli.Audit.Wire.ProfileTrust.Load(ProfileOf(BuyersMsp, "auditor")),
    };

    public async ValueTask DisposeAsync()
    {
        _parties.ForEach(party => party.Dispose());
        _channel.Dispose();
        await _peer.DisposeAsync();
        await _chaincode.DisposeAsync();
    }
}
