using FLChain.Simulation.Strategies;
using FLChain.Simulation.Worlds;

namespace FLChain.Simulation.Tests.Strategies;

/// <summary>
/// Whatever one or two members of six do over several rated iterations: who is honest earns what honesty earns where all are
/// honest, or where somebody's gradient or data leave no model to sell, what one sale would have brought.
/// </summary>
public sealed class HonestyPaysTests : IAsyncLifetime
{
    private const int Federations = 48;
    private const long NoCost = 0;

    private static readonly Strategy[] Halting = [Strategy.WrongGradient, Strategy.CopiedGradient, Strategy.AbsurdGradient, Strategy.WithheldSeed, Strategy.IllegalData];

    private readonly Cast _cast = new(Simulator.Members, threshold: 3, iterations: 3);
    private World _training = null!;

    public async ValueTask InitializeAsync() => _training = await World.TrainingAsync(_cast, twoEndorsers: false);

    public ValueTask DisposeAsync()
    {
        _cast.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task AnyStrategies_HonestMembers_NeverNetLessThanHonestyPays()
    {
        // Whoever led nothing has the least.
        var honest = (await PlayAsync(new Strategy[Simulator.Members], seed: 0)).Min();
        var policy = _training.Policy;
        var perMillion = (decimal)policy.InitialReliability / 1_000_000;
        var oneSale = (long)(World.ExpectedPrice * perMillion * perMillion / Simulator.Members);
        Assert.True(0 < oneSale && oneSale < honest);

        var cheated = 0;
        for (var seed = 1; seed <= Federations; seed++)
        {
            var strategies = Simulator.Draw(new Random(seed));
            var net = await PlayAsync(strategies, seed);
            var least = strategies.Any(Halting.Contains) ? oneSale : honest;
            cheated += strategies.Any(strategy => strategy != Strategy.Honest) ? 1 : 0;
            for (var member = 0; member < net.Length; member++)
                if (strategies[member] == Strategy.Honest)
                    Assert.True(net[member] >= least, $"seed {seed}: {net[member]} is less than {least} among {string.Join(", ", strategies)}");
        }

        Assert.True(cheated > Federations / 2);
    }

    private Task<long[]> PlayAsync(Strategy[] strategies, int seed) => FederationGame.PlayAsync(_training, strategies, NoCost, new Random(seed));
}
