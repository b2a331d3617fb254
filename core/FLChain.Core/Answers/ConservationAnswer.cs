namespace FLChain.Core.Answers;

/// <summary>Proof that money is conserved: what was minted equals what all accounts hold.</summary>
/// <param name="Minted">Everything ever issued.</param>
/// <param name="SumOfAccounts">Balances, deposits and uncollected credits of all parties, and the shared accounts.</param>
/// <param name="Accounts">Every account, in the order of their names.</param>
public sealed record ConservationAnswer(long Minted, long SumOfAccounts, IReadOnlyList<AccountAnswer> Accounts);
