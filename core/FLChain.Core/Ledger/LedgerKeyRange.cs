namespace FLChain.Core.Ledger;

/// <summary>Keys from <paramref name="Start"/> (inclusive) to <paramref name="End"/> (exclusive).</summary>
public readonly record struct LedgerKeyRange(string Start, string End);
