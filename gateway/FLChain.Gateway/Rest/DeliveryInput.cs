namespace FLChain.Gateway.Rest;

/// <summary>The delivery of a bought model.</summary>
/// <param name="Envelope">The model's key, sealed to the buyer's one-time key.</param>
public sealed record DeliveryInput(byte[] Envelope);
