using FLChain.DevPeer.Material;
using FLChain.DevPeer.Tests.Network;

namespace FLChain.DevPeer.Tests;

public sealed class DevPeerOptionsTests
{
    public static TheoryData<string, Func<DevPeerOptions, DevPeerOptions>> Faults => new()
    {
        { "no batch time-out", options => options with { BatchTimeout = TimeSpan.Zero } },
        { "endless batch time-out", options => options with { BatchTimeout = TimeSpan.FromHours(1) } },
        { "empty blocks", options => options with { MaxMessageCount = 0 } },
        { "transactions over the message limit", options => options with { AbsoluteMaxBytes = 200 << 20 } },
        { "port", options => options with { Port = 70_000 } },
        { "channel", options => options with { ChannelId = " " } },
        { "chaincode twice", options => options with { Chaincodes = [Chaincode, Chaincode] } },
        { "address", options => options with { Chaincodes = [Chaincode with { Endpoint = new ChaincodeEndpoint("not an address") }] } },
        { "unknown endorser", options => options with { Chaincodes = [Chaincode with { EndorsementPolicy = EndorsementPolicy.OutOf(1, "Org9MSP") }] } },
        { "unknown member", options => options with { Chaincodes = [With(new CollectionDefinition { Name = "c", MemberMspIds = ["Org9MSP"] })] } },
        { "no member", options => options with { Chaincodes = [With(new CollectionDefinition { Name = "c", MemberMspIds = [] })] } },
        { "endless life", options => options with { Chaincodes = [With(new CollectionDefinition { Name = "c", MemberMspIds = ["Org1MSP"], BlockToLive = ulong.MaxValue })] } },
    };

    private static ChaincodeDefinition Chaincode => new() { Name = "c", PackageId = "c:1", Endpoint = new ChaincodeEndpoint("127.0.0.1:1") };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Start_ImpossibleOption_IsRefusedBeforeAnythingIsCreated(string fault, Func<DevPeerOptions, DevPeerOptions> spoil)
    {
        using var directory = new TemporaryDirectory();
        var options = new DevPeerOptions
        {
            DataDirectory = directory["ledger"],
            Consortium = DevConsortium.CreateOrOpen(directory["crypto"], [new OrganizationDefinition("Org1MSP", "org1.example")]),
        };

        await Assert.ThrowsAnyAsync<ArgumentException>(() => DevPeerServer.StartAsync(spoil(options), TestClient.Token));

        Assert.False(Directory.Exists(directory["ledger"]), fault);
    }

    [Fact]
    public void OutOf_ImpossibleNumbers_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => EndorsementPolicy.OutOf(0, "A"));
        Assert.Throws<ArgumentOutOfRangeException>(() => EndorsementPolicy.OutOf(3, "A", "B"));
        Assert.Throws<ArgumentException>(() => EndorsementPolicy.OutOf(1));
        Assert.Throws<ArgumentException>(() => EndorsementPolicy.OutOf(1, "A", "A"));
    }

    private static ChaincodeDefinition With(CollectionDefinition collection) => Chaincode with { Collections = [collection] };
}
