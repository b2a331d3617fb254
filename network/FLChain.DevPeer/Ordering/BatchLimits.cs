namespace FLChain.DevPeer.Ordering;

/// <summary>When the orderer closes a block.</summary>
/// <param name="Timeout">Longest time a transaction waits for company.</param>
/// <param name="MaxMessageCount">Most transactions in a block.</param>
/// <param name="PreferredMaxBytes">Size at which a block is closed; a larger transaction gets a block to itself.</param>
/// <param name="AbsoluteMaxBytes">Largest transaction that is taken at all.</param>
internal sealed record BatchLimits(TimeSpan Timeout, int MaxMessageCount, int PreferredMaxBytes, int AbsoluteMaxBytes);
