using FLChain.EndToEnd.Tests.Demo;

namespace FLChain.EndToEnd.Tests.OnFabric;

/// <summary>Cheats of the laboratory on real Fabric: one of each way in which a cheat is found and settled.</summary>
[Collection(OnManyTrainers.Name)]
public sealed class FabricCheatTests
{
    private readonly FabricNetwork _network;

    public FabricCheatTests(ManyTrainersNetwork network)
    {
        FabricNetwork.Require();
        _network = network;
    }

    /// <summary>A report that halts, one after which the federation goes on, a sealed share, a dispute by seed opening, silence, a false report, a judgment of two judges in three, money spent twice, a wrong key, a bad dealing.</summary>
    public static TheoryData<string> Cheats =>
    [
        "wrong-proof", "wrong-aggregate", "wrong-share", "overflowing-gradient", "silent-in-gradient", "false-report", "illegal-data", "double-purchase", "wrong-delivery-key", "bad-dealt-share",
    ];

    /// <summary>Trainers that the cheats take: four who have taken part in nothing for each.</summary>
    internal static int Trainers => Cheats.Count * Laboratory.Scenes.Scene.Trainers;

    [Theory]
    [MemberData(nameof(Cheats))]
    public async Task Cheat_OnFabric_EndsAsTheTablesSayAndTheAuditPasses(string cheat)
    {
        using var demo = FlchainProcess.Start("demo", "--cheat", cheat, "--network", _network.Parties);
        Assert.True(await demo.EndAsync(TestContext.Current.CancellationToken) == 0, demo.Output);
        Assert.Contains("It ended as the tables say.", demo.Output, StringComparison.Ordinal);
    }
}
