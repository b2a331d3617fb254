namespace FLChain.Gateway.Rest;

/// <summary>An account as it stands.</summary>
/// <param name="Account">Its name.</param>
/// <param name="Balance">What it holds: the sum of its statement.</param>
/// <param name="Lines">Lines of its statement.</param>
public sealed record AccountBalance(string Account, long Balance, long Lines);
