using FLChain.EndToEnd.Tests.Demo;
using FLChain.Laboratory.Cheats;
using FLChain.Laboratory.Scenes;

namespace FLChain.EndToEnd.Tests.OnFabric;

/// <summary>Every cheat of the laboratory on real Fabric.</summary>
[Collection(OnManyTrainers.Name)]
public sealed class FabricCheatTests
{
    private readonly FabricNetwork _network;

    public FabricCheatTests(ManyTrainersNetwork network)
    {
        FabricNetwork.Require();
        _network = network;
    }

    public static TheoryData<string> Cheats => [.. CheatCatalogue.Create().Select(cheat => cheat.Name)];

    /// <summary>Trainers that the cheats take: four who have taken part in nothing for each.</summary>
    internal static int Trainers => Cheats.Count * Scene.Trainers;

    [Theory]
    [MemberData(nameof(Cheats))]
    public async Task Cheat_OnFabric_EndsAsTheTablesSayAndTheAuditPasses(string cheat)
    {
        using var demo = FlchainProcess.Start("demo", "--cheat", cheat, "--network", _network.Parties);
        Assert.True(await demo.EndAsync(TestContext.Current.CancellationToken) == 0, demo.Output);
        Assert.Contains("It ended as the tables say.", demo.Output, StringComparison.Ordinal);
    }
}
