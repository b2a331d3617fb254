namespace FLChain.Gateway.Rest;

/// <summary>What a purchase needs.</summary>
/// <param name="BuyerKey">DER SubjectPublicKeyInfo of a fresh P-256 key, base64; the model's key will be sealed to it. Keep its private key.</param>
/// <param name="MaxPrice">The most you would pay.</param>
public sealed record PurchaseInput(byte[] BuyerKey, long MaxPrice);
