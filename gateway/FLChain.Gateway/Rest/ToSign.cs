namespace FLChain.Gateway.Rest;

/// <summary>Something to sign.</summary>
/// <param name="TransactionId">Id of the transaction.</param>
/// <param name="Bytes">Hand these back with the signature.</param>
/// <param name="Digest">What is to be signed with ECDSA P-256: SHA-256, 32 bytes.</param>
public sealed record ToSign(string TransactionId, byte[] Bytes, byte[] Digest);
