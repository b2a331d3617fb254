using FLChain.Fabric.Protos;

namespace FLChain.Gateway.Index;

/// <summary>A transaction as the index keeps it.</summary>
/// <param name="Position">Its place in the block, from 0.</param>
/// <param name="Id">Its id; empty where the envelope cannot be read or has none.</param>
/// <param name="Code">The peer's verdict.</param>
/// <param name="At">The client's word for the time, Unix milliseconds; 0 where there is none.</param>
/// <param name="Msp">Organization of the creator; empty where the envelope does not name one.</param>
/// <param name="Party">Party id of the creator; empty where the envelope does not name one.</param>
/// <param name="Function">Contract and transaction, as in <c>training:SubmitShare</c>; empty for what is not of the contracts.</param>
/// <param name="Event">Name of the event that it set; empty when it set none, or took no effect.</param>
/// <param name="EventPayload">Payload of that event.</param>
/// <param name="Writes">What it wrote; empty unless it took effect.</param>
internal sealed record IndexedTransaction(
    int Position,
    string Id,
    TxValidationCode Code,
    long At,
    string Msp,
    string Party,
    string Function,
    string Event,
    byte[] EventPayload,
    IReadOnlyList<IndexedWrite> Writes);
