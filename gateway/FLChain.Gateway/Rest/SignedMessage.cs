namespace FLChain.Gateway.Rest;

/// <summary>Something that was signed.</summary>
/// <param name="Bytes">What the gateway gave.</param>
/// <param name="Signature">DER ECDSA P-256 signature over its digest.</param>
public sealed record SignedMessage(byte[] Bytes, byte[] Signature);
