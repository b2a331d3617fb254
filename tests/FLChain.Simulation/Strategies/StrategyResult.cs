namespace FLChain.Simulation.Strategies;

/// <summary>Net results of one strategy over many federations.</summary>
internal sealed class StrategyResult
{
    private double _sum;
    private double _squares;

    public long Count { get; private set; }

    public long Least { get; private set; } = long.MaxValue;

    public long Most { get; private set; } = long.MinValue;

    public double Mean => _sum / Count;

    /// <summary>Half of the 99% confidence interval of the mean.</summary>
    public double HalfWidth => Count < 2 ? double.PositiveInfinity : 2.576 * Math.Sqrt(Math.Max(0, (_squares / Count) - (Mean * Mean)) / (Count - 1));

    public void Add(long net)
    {
        Count++;
        _sum += net;
        _squares += (double)net * net;
        Least = Math.Min(Least, net);
        Most = Math.Max(Most, net);
    }
}
