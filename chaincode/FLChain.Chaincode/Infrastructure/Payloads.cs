namespace FLChain.Chaincode.Infrastructure;

/// <summary>
/// Large bytes: they come as transient data, their digest is public and permanent, they themselves live in the private
/// collection of all organizations until it lets them expire.
/// </summary>
internal static class Payloads
{
    /// <summary>The payload that came with the proposal: within the policy's size and <paramref name="maxBytes"/>, and the one that the digest names.</summary>
    public static async Task<byte[]> ReceivePayloadAsync(this LedgerContext context, string digest, long maxBytes)
    {
        var policy = await context.PolicyAsync();
        var most = Math.Min(maxBytes, policy.MaxPayloadBytes);
        Rule.Require(Naming.IsDigest(digest), ErrorCodes.BadPayload, "the digest is not a SHA-512 digest");
        Rule.Require(
            context.Stub.Transient.TryGetValue(TransientNames.Payload, out var payload),
            ErrorCodes.BadPayload,
            $"no payload came with the proposal: it travels as transient data named {TransientNames.Payload}");
        Rule.Require(payload.Length >= 1 && payload.Length <= most, ErrorCodes.BadPayload, $"the payload has {payload.Length} bytes, not 1 to {most}");
        Rule.Require(string.Equals(Naming.Digest(payload.Span), digest, StringComparison.Ordinal), ErrorCodes.BadPayload, "the payload is not the one that the digest names");
        return payload.ToArray();
    }

    /// <summary>Keeps a payload in the collection.</summary>
    public static Task PutPayloadAsync(this LedgerContext context, string phase, string fid, int iteration, string author, byte[] payload) =>
        context.Stub.PutPrivateDataAsync(Keys.PayloadCollection, Keys.Payload(phase, fid, iteration, author), payload);

    /// <summary>A kept payload, or null when it has expired or was never kept.</summary>
    public static Task<byte[]?> GetPayloadAsync(this LedgerContext context, string phase, string fid, int iteration, string author) =>
        context.Stub.GetPrivateDataAsync(Keys.PayloadCollection, Keys.Payload(phase, fid, iteration, author));

    /// <summary>A kept payload; where there is none, the transaction ends.</summary>
    public static async Task<byte[]> RequirePayloadAsync(this LedgerContext context, string phase, string fid, int iteration, string author) =>
        await context.GetPayloadAsync(phase, fid, iteration, author)
        ?? throw new ContractException(ErrorCodes.NoPayload, $"the {phase} payload of {author} in iteration {iteration} of {fid} is no longer there");
}
