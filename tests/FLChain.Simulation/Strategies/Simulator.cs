using FLChain.Simulation.Worlds;

namespace FLChain.Simulation.Strategies;

/// <summary>Plays many federations of six with mixed strategies; honest members are a majority in each.</summary>
internal static class Simulator
{
    public const int Members = 6;
    private const int Threshold = 3;
    private const int Iterations = 3;

    /// <summary>The dishonest members of one federation: none in a quarter of them, else one or two of one kind or of two.</summary>
    public static Strategy[] Draw(Random random)
    {
        var strategies = new Strategy[Members];
        var kinds = Enum.GetValues<Strategy>();
        var dishonest = random.Next(4) switch { 0 => 0, 1 or 2 => 1, _ => 2 };
        var first = kinds[1 + random.Next(kinds.Length - 1)];
        // Who colludes does it with somebody.
        if (first == Strategy.Colluder && dishonest > 0) dishonest = 2;
        for (var number = 0; number < dishonest; number++)
            strategies[number] = number == 0 || first == Strategy.Colluder || random.Next(2) == 0 ? first : Other(kinds, random);
        random.Shuffle(strategies);
        return strategies;
    }

    /// <summary>One dishonest member of one kind.</summary>
    public static Strategy[] Draw(Random random, Strategy only)
    {
        var strategies = new Strategy[Members];
        strategies[random.Next(Members)] = only;
        return strategies;
    }

    /// <summary>Plays federations side by side.</summary>
    /// <param name="setting">How many, and under what.</param>
    /// <param name="told">Hears of every federation that has ended: how many have.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task<SimulationResult> RunAsync(Setting setting, Action<int> told, CancellationToken cancellationToken)
    {
        using var cast = new Cast(Members, Threshold, Iterations, setting.InspectionRate);
        var training = await World.TrainingAsync(cast, setting.Change, twoEndorsers: false);
        var result = new SimulationResult();
        var gate = new Lock();
        await Parallel.ForEachAsync(Enumerable.Range(0, setting.Federations), cancellationToken, async (number, _) =>
        {
            var random = new Random(unchecked((setting.Seed * 1_000_003) + number));
            var strategies = setting.Only is { } only ? Draw(random, only) : Draw(random);
            var net = await FederationGame.PlayAsync(training, strategies, setting.Cost, random);
            lock (gate) told(result.Add(strategies, net));
        });
        return result;
    }

    private static Strategy Other(Strategy[] kinds, Random random)
    {
        var kind = kinds[1 + random.Next(kinds.Length - 1)];
        return kind == Strategy.Colluder ? Strategy.Lazy : kind;
    }
}
