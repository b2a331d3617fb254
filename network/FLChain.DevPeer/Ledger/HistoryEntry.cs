namespace FLChain.DevPeer.Ledger;

/// <summary>A valid transaction that wrote a key, with its envelope as it stands in the block.</summary>
internal readonly record struct HistoryEntry(StateVersion Version, byte[] Envelope);
