namespace FLChain.Gateway.Rest;

/// <summary>A judge's key that the gateway keeps.</summary>
/// <param name="PublicKey">DER SubjectPublicKeyInfo, as the policy names judges.</param>
public sealed record JudgeKeyAnswer(byte[] PublicKey);
