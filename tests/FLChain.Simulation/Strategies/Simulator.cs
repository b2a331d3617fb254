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

    /// <summary>Plays federations side by side.</summary>
    /// <param name="federations">How many.</param>
    /// <param name="seed">The same seed draws the same strategies.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task<IReadOnlyDictionary<Strategy, StrategyResult>> RunAsync(int federations, int seed, CancellationToken cancellationToken)
    {
        using var cast = new Cast(Members, Threshold, Iterations);
        var training = await World.TrainingAsync(cast, twoEndorsers: false);
        var results = Enum.GetValues<Strategy>().ToDictionary(strategy => strategy, _ => new StrategyResult());
        var gate = new Lock();
        await Parallel.ForEachAsync(Enumerable.Range(0, federations), cancellationToken, async (number, _) =>
        {
            var random = new Random(unchecked((seed * 1_000_003) + number));
            var strategies = Draw(random);
            var net = await FederationGame.PlayAsync(training, strategies, random);
            lock (gate)
                for (var member = 0; member < net.Length; member++)
                    results[strategies[member]].Add(net[member]);
        });
        return results;
    }

    private static Strategy Other(Strategy[] kinds, Random random)
    {
        var kind = kinds[1 + random.Next(kinds.Length - 1)];
        return kind == Strategy.Colluder ? Strategy.Lazy : kind;
    }
}
