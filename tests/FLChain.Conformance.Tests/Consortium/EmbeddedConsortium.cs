using FLChain.DevPeer;
using FLChain.DevPeer.Material;

namespace FLChain.Conformance.Tests.Consortium;

/// <summary>One embedded peer that stands for four organizations.</summary>
internal sealed class EmbeddedConsortium : ConsortiumUnderTest
{
    private static readonly OrganizationDefinition[] Definitions =
    [
        new("AuthorityMSP", "authority.example"), new("TrainersMSP", "trainers.example"),
        new("ResearchMSP", "research.example"), new("BuyersMSP", "buyers.example"),
    ];

    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("flchain-conformance-");
    private readonly DevConsortium consortium;
    private DevPeerServer peer = null!;
    private int port;

    public EmbeddedConsortium() => consortium = DevConsortium.CreateOrOpen(Path.Combine(directory.FullName, "crypto"), Definitions);

    internal override string Channel => "flchain";

    internal override IReadOnlyList<TestOrganization> Organizations =>
        // One peer stands for all of them, with the first one's certificate.
        [.. consortium.Organizations.Select(each => new TestOrganization(each.MspId, each.Domain, peer.Address, consortium.Organizations[0].TlsCaCertificatePath, each.Folder))];

    internal override async Task RestartPeerAsync()
    {
        await peer.DisposeAsync();
        await OpenAsync();
    }

    private protected override async Task OpenAsync()
    {
        peer = await DevPeerServer.StartAsync(new DevPeerOptions
        {
            DataDirectory = Path.Combine(directory.FullName, "ledger"),
            Consortium = consortium,
            ChannelId = Channel,
            Chaincodes = [Definition(Chaincode), Definition(Callee)],
            BatchTimeout = TimeSpan.FromMilliseconds(20),
            SimulateTwice = true,
            Port = port,
        });
        // Clients know the address: after a restart it is the same.
        port = peer.Address.Port;
    }

    private protected override async Task CloseAsync()
    {
        await peer.DisposeAsync();
        directory.Delete(recursive: true);
    }

    private ChaincodeDefinition Definition(string name)
    {
        string[] everyone = [.. Definitions.Select(each => each.MspId)];
        return new ChaincodeDefinition
        {
            Name = name,
            PackageId = PackageOf(name, PortOf(name)).PackageId,
            Endpoint = new ChaincodeEndpoint($"127.0.0.1:{PortOf(name)}"),
            Collections =
            [
                new CollectionDefinition { Name = KeptCollection, MemberMspIds = everyone[..2] },
                new CollectionDefinition { Name = BriefCollection, MemberMspIds = everyone, BlockToLive = BlocksToLive },
            ],
        };
    }
}
