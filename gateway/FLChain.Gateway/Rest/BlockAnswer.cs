namespace FLChain.Gateway.Rest;

/// <summary>A block with its transactions, in their order.</summary>
public sealed record BlockAnswer(BlockEntry Block, IReadOnlyList<TransactionEntry> Transactions);
