namespace FLChain.DevPeer.Ledger;

/// <summary>A committed value and where it was written.</summary>
internal readonly record struct StateValue(byte[] Value, StateVersion Version);
