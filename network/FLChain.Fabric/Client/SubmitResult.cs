namespace FLChain.Fabric.Client;

/// <summary>A transaction that took effect.</summary>
/// <param name="Payload">What the chaincode answered.</param>
/// <param name="TransactionId">The transaction's id.</param>
/// <param name="BlockNumber">The block it stands in.</param>
public sealed record SubmitResult(byte[] Payload, string TransactionId, ulong BlockNumber);
