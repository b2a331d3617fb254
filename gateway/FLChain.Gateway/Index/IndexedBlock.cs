namespace FLChain.Gateway.Index;

/// <summary>A block as the index keeps it.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Hash">SHA-256 of its header.</param>
/// <param name="PreviousHash">What its header says of the block before.</param>
/// <param name="Transactions">Its transactions, in their order.</param>
internal sealed record IndexedBlock(ulong Number, byte[] Hash, byte[] PreviousHash, IReadOnlyList<IndexedTransaction> Transactions);
