namespace FLChain.Gateway.Index;

/// <summary>An event of the contracts.</summary>
/// <param name="Block">Block of the transaction that set it.</param>
/// <param name="Position">Place of that transaction in the block.</param>
/// <param name="Tx">Id of that transaction.</param>
/// <param name="At">Its time, Unix milliseconds.</param>
/// <param name="Name">Name of the event: contract and transaction, as in <c>training.SubmitShare</c>.</param>
/// <param name="Payload">Canonical JSON of a <see cref="Core.Events.LedgerEvent"/>.</param>
internal sealed record EventEntry(long Block, int Position, string Tx, long At, string Name, byte[] Payload);
