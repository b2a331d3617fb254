namespace FLChain.Simulation.Strategies;

/// <summary>What many federations came to.</summary>
internal sealed class SimulationResult
{
    private readonly SortedDictionary<Strategy, StrategyResult> _byStrategy =
        new(Enum.GetValues<Strategy>().ToDictionary(strategy => strategy, _ => new StrategyResult()));

    private int _federations;

    /// <summary>Net results of each strategy that was played.</summary>
    public IEnumerable<(Strategy Strategy, StrategyResult Result)> Played =>
        _byStrategy.Where(pair => pair.Value.Count > 0).Select(pair => (pair.Key, pair.Value));

    /// <summary>Honest members of federations in which everybody is: what somebody who deviates gives up.</summary>
    public StrategyResult AmongHonest { get; } = new();

    /// <summary>
    /// Dishonest strategies whose mean is above what they gave up, by more than the two 99% intervals leave to chance: some
    /// bring just as much as honesty.
    /// </summary>
    public IEnumerable<Strategy> Better =>
        Played.Where(pair => pair.Strategy != Strategy.Honest && pair.Result.Mean - pair.Result.HalfWidth > AmongHonest.Mean + AmongHonest.HalfWidth)
            .Select(pair => pair.Strategy);

    /// <summary>Adds one federation.</summary>
    /// <param name="strategies">Of each member.</param>
    /// <param name="net">What each member gained, less its cost.</param>
    /// <returns>How many federations there are now.</returns>
    public int Add(IReadOnlyList<Strategy> strategies, IReadOnlyList<long> net)
    {
        var allHonest = strategies.All(strategy => strategy == Strategy.Honest);
        for (var member = 0; member < net.Count; member++)
        {
            _byStrategy[strategies[member]].Add(net[member]);
            if (allHonest) AmongHonest.Add(net[member]);
        }

        return ++_federations;
    }
}
