using FLChain.Simulation.Strategies;

namespace FLChain.Simulation.Tests.Strategies;

/// <summary>What dishonesty brings on the mean, under the default rules; each federation asserts by itself that money is conserved.</summary>
public sealed class SimulatorTests
{
    // More inspections than by default, so that few federations show them.
    [Fact]
    public async Task RunAsync_EveryStrategy_NoneDoesBetterThanHonesty()
    {
        var result = await Simulator.RunAsync(Setting.Default with { Federations = 200, Inspections = 500_000 }, _ => { }, TestContext.Current.CancellationToken);

        Assert.Equal(Enum.GetValues<Strategy>(), result.Played.Select(pair => pair.Strategy));
        Assert.Empty(result.Better);
        Assert.All(result.Played.Where(pair => pair.Strategy == Strategy.FreeRider), pair => Assert.True(pair.Result.Mean < result.AmongHonest.Mean));
    }

    // By this margin any other would be known.
    [Fact]
    public async Task RunAsync_WithoutInspections_TheFreeRiderDoesBetter()
    {
        var result = await Simulator.RunAsync(Setting.Default with { Federations = 100, Inspections = 0 }, _ => { }, TestContext.Current.CancellationToken);
        Assert.Equal([Strategy.FreeRider], result.Better);
    }
}
