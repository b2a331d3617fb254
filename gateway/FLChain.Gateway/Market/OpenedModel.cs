namespace FLChain.Gateway.Market;

/// <summary>What came of opening a purchase; one of the two is there.</summary>
/// <param name="File">The model's file; null when the delivered key is not the model's.</param>
/// <param name="RevealedKey">Then the one-time private key, 32 bytes, with which the contract sees for itself.</param>
internal sealed record OpenedModel(byte[]? File, byte[]? RevealedKey);
