namespace FLChain.Simulation.Tables;

/// <summary>One cell of a table of the paper, beside what the contracts paid.</summary>
/// <param name="Row">Event or entity.</param>
/// <param name="Column">From and to, or the case.</param>
/// <param name="Formula">As printed in the paper.</param>
/// <param name="Expected">The formula with the policy's amounts.</param>
/// <param name="Paid">What transactions on a ledger moved.</param>
internal sealed record Cell(string Row, string Column, string Formula, long Expected, long Paid)
{
    public bool Holds => Expected == Paid;

    public override string ToString() => $"{Row} | {Column} | {Formula} = {Expected}, paid {Paid}";
}
