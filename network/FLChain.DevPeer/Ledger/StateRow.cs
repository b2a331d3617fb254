namespace FLChain.DevPeer.Ledger;

/// <summary>One row of a range of keys.</summary>
internal readonly record struct StateRow(string Key, byte[] Value, StateVersion Version);
