namespace FLChain.Gateway.Rest;

/// <summary>A change of password.</summary>
/// <param name="Password">The present one.</param>
/// <param name="NewPassword">The new one, 12 to 200 characters.</param>
public sealed record PasswordChange(string Password, string NewPassword);
