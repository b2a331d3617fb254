namespace FLChain.Simulation.Strategies;

/// <summary>What a simulation is played under.</summary>
/// <param name="Federations">How many federations, 1 to 10,000,000.</param>
/// <param name="Seed">The same seed draws the same strategies.</param>
/// <param name="Cost">c: what each iteration that a member trains costs it, outside of the ledger.</param>
/// <param name="ClosingRules">Whether the policy's rules against deviations are as by default, or as weak as a policy may make them.</param>
/// <param name="Shares">How a price is divided.</param>
/// <param name="Inspections">Chance of a gradient to be drawn for inspection, parts per million.</param>
/// <param name="Only">The one strategy of the one dishonest member of each federation; null for mixed ones.</param>
internal sealed record Setting(int Federations, int Seed, long Cost, bool ClosingRules, ShareRule Shares, int Inspections, Strategy? Only = null)
{
    public static Setting Default { get; } = new(10_000, 1, 100, true, ShareRule.Paper, Inspections: 5_000);

    /// <summary>
    /// The default policy; without the closing rules, ratings are a plain mean, an absence counts as little as a policy may
    /// let it, no number of them costs the deposit, and no gradient is inspected.
    /// </summary>
    public Policy Change(Policy policy) =>
        (ClosingRules ? policy : policy with { TrimPart = 0, MissWeight = 1, MaxMisses = 1_000_000 }) with { Shares = Shares, InspectionRate = InspectionRate };

    /// <summary>What the federations' terms say of inspections.</summary>
    public int InspectionRate => ClosingRules ? Inspections : 0;
}
