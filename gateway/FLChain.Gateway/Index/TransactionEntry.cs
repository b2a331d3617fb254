using FLChain.Fabric.Protos;

namespace FLChain.Gateway.Index;

/// <summary>A transaction of the ledger.</summary>
/// <param name="Block">Its block.</param>
/// <param name="Position">Its place in the block, from 0.</param>
/// <param name="Id">Its id; empty where the envelope cannot be read.</param>
/// <param name="Code">The peers' verdict.</param>
/// <param name="At">The client's word for the time, Unix milliseconds.</param>
/// <param name="Msp">Organization of who made it.</param>
/// <param name="Party">Party id of who made it.</param>
/// <param name="Function">Contract and transaction, as in <c>training:SubmitShare</c>; empty for what is not of the contracts.</param>
/// <param name="Event">Name of the event that it set; empty where there is none.</param>
public sealed record TransactionEntry(
    long Block, int Position, string Id, TxValidationCode Code, long At, string Msp, string Party, string Function, string Event);
