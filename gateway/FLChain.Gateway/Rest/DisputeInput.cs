namespace FLChain.Gateway.Rest;

/// <summary>What a dispute needs.</summary>
/// <param name="PrivateKey">The purchase's one-time private key, a scalar of 32 bytes, base64: it becomes public.</param>
public sealed record DisputeInput(byte[] PrivateKey);
