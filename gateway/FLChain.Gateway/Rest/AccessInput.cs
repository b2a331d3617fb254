namespace FLChain.Gateway.Rest;

/// <summary>Whether a user's access is ended.</summary>
public sealed record AccessInput(bool Disabled);
