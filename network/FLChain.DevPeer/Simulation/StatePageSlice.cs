using FLChain.DevPeer.Ledger;

namespace FLChain.DevPeer.Simulation;

/// <summary>One page of a range; the bookmark is the key to go on from, empty after the last page.</summary>
internal readonly record struct StatePageSlice(IReadOnlyList<StateRow> Rows, string Bookmark);
