namespace FLChain.Gateway.Rest;

/// <summary>An invitation that is taken up.</summary>
/// <param name="Token">The invitation's token.</param>
/// <param name="Password">The password to be, 12 to 200 characters.</param>
public sealed record AcceptanceInput(string Token, string Password);
