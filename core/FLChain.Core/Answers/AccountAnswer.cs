namespace FLChain.Core.Answers;

/// <summary>An account as it stands.</summary>
/// <param name="Account">Its name.</param>
/// <param name="Balance">What it holds: for a party, collected and uncollected.</param>
/// <param name="Deposit">What is frozen for the party; 0 for other accounts.</param>
public sealed record AccountAnswer(string Account, long Balance, long Deposit);
