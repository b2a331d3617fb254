namespace FLChain.TrainerSdk.Gateway;

/// <summary>A record with the place on the ledger where its newest version was written.</summary>
/// <param name="Record">The record.</param>
/// <param name="Block">Block of the transaction that wrote it.</param>
/// <param name="Position">Place of that transaction in the block, from 0.</param>
/// <param name="Tx">Id of that transaction.</param>
/// <param name="At">Time of that transaction, Unix milliseconds.</param>
public sealed record Placed<T>(T Record, long Block, int Position, string Tx, long At);
