namespace FLChain.Gateway.Submissions;

/// <summary>An endorsed and signed transaction of a request with an idempotency key, on disk before it is submitted: after a crash the very same one is sent again, which peers accept once only.</summary>
internal sealed record PreparedRequest(string TransactionId, byte[] Transaction, byte[] Signature);
