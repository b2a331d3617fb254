namespace FLChain.Gateway.Rest;

/// <summary>Name and password.</summary>
public sealed record Credentials(string Name, string Password);
