using FLChain.DevPeer.Ledger;
using FLChain.Fabric.Protos;

namespace FLChain.DevPeer.Validation;

/// <summary>What became of a block's transactions.</summary>
/// <param name="Verdicts">One validation code for each transaction: the block's TRANSACTIONS_FILTER.</param>
/// <param name="Transactions">The transactions that claim their id with this block.</param>
/// <param name="Updates">What the valid ones change.</param>
/// <param name="PrivateWriters">The transactions that wrote private data, valid or not.</param>
internal sealed record ValidatedBlock(
    byte[] Verdicts,
    IReadOnlyList<(string TransactionId, int Position, TxValidationCode Code)> Transactions,
    UpdateBatch Updates,
    IReadOnlyList<string> PrivateWriters);
