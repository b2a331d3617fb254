namespace FLChain.DevPeer.Ledger;

/// <summary>The end of the chain.</summary>
/// <param name="Height">Number of blocks, which is the number of the next one.</param>
/// <param name="BlockHash">Header hash of the last block; empty before block 0.</param>
/// <param name="CommitHash">Running hash over all verdicts and updates; empty before block 0.</param>
/// <param name="LastConfigBlock">Number of the last CONFIG block.</param>
internal sealed record ChainTip(ulong Height, byte[] BlockHash, byte[] CommitHash, ulong LastConfigBlock);
