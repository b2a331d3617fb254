namespace FLChain.DevPeer.Ledger;

/// <summary>The next rows of a range, and whether the range holds more behind them.</summary>
internal readonly record struct StateSlice(IReadOnlyList<StateRow> Rows, bool HasMore);
