namespace FLChain.Gateway.Rest;

/// <summary>The accused opens its challenged share.</summary>
/// <param name="Key">The 32-byte key of its sealed share; it opens that share and no other.</param>
public sealed record ChallengeAnswer(byte[] Key);
