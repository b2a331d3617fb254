namespace FLChain.Chaincode.Misbehavior;

/// <summary>
/// The bytes that an author submitted: from the collection, or once they have expired there from the reporter, whose copy
/// is as good: the digest that the author signed stands on the ledger.
/// </summary>
internal static class EvidencePayload
{
    public static async Task<byte[]> OfAsync(LedgerContext context, string phase, string fid, int iteration, string author, string digest)
    {
        if (!context.Stub.Transient.TryGetValue(TransientNames.Payload, out var brought))
            return await context.RequirePayloadAsync(phase, fid, iteration, author);
        Rule.Require(string.Equals(Naming.Digest(brought.Span), digest, StringComparison.Ordinal), ErrorCodes.BadPayload, "the payload is not the one that its author submitted");
        return brought.ToArray();
    }
}
