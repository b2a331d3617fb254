using FLChain.Simulation.Strategies;

namespace FLChain.Simulation.Tests.Strategies;

/// <summary>What dishonesty brings on the mean, under the default rules; each federation asserts by itself that money is conserved.</summary>
public sealed class SimulatorTests
{
    [Fact]
    public async Task RunAsync_EveryStrategy_NoneButTheFreeRiderDoesBetterThanHonesty()
    {
        var result = await Simulator.RunAsync(Setting.Default with { Federations = 320 }, _ => { }, TestContext.Current.CancellationToken);

        Assert.Equal(Enum.GetValues<Strategy>(), result.Played.Select(pair => pair.Strategy));
        // The free rider, which no rule sees (docs/economics.md), is known by this margin: so would be any other.
        Assert.Equal([Strategy.FreeRider], result.Better);
    }
}
