namespace FLChain.Gateway.Rest;

/// <summary>A judge's key.</summary>
/// <param name="PrivateKey">PEM private key on P-256.</param>
public sealed record JudgeKeyInput(string PrivateKey);
