namespace FLChain.Core.Money;

/// <summary>One line of an account's statement. Each payment makes two: one that gives, one that takes.</summary>
/// <param name="Account">Whose statement.</param>
/// <param name="Amount">Above 0 when the account takes, below 0 when it gives.</param>
/// <param name="Counterparty">The other account.</param>
/// <param name="Event">What it was for; see <see cref="PaymentEvent"/>.</param>
/// <param name="Reference">Model, purchase or report that it belongs to; may be empty.</param>
/// <param name="At">When, Unix milliseconds.</param>
/// <param name="Tx">Transaction.</param>
public sealed record Posting(string Account, long Amount, string Counterparty, PaymentEvent Event, string Reference, long At, string Tx);
