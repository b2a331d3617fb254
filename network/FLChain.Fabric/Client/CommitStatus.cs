using FLChain.Fabric.Protos;

namespace FLChain.Fabric.Client;

/// <summary>The peers' verdict over a transaction.</summary>
/// <param name="TransactionId">The transaction.</param>
/// <param name="Code">VALID, or why it had no effect.</param>
/// <param name="BlockNumber">The block it stands in.</param>
public sealed record CommitStatus(string TransactionId, TxValidationCode Code, ulong BlockNumber)
{
    /// <summary>True if the transaction took effect.</summary>
    public bool IsSuccessful => Code == TxValidationCode.Valid;
}
