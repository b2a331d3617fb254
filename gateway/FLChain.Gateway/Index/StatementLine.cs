using FLChain.Core.Money;

namespace FLChain.Gateway.Index;

/// <summary>One line of an account's statement.</summary>
/// <param name="Amount">Above 0 when the account takes, below 0 when it gives.</param>
/// <param name="Counterparty">The other account.</param>
/// <param name="Event">What it was for.</param>
/// <param name="Reference">Model, purchase or report that it belongs to; may be empty.</param>
/// <param name="At">When, Unix milliseconds.</param>
/// <param name="Tx">Transaction.</param>
/// <param name="Number">Number of the payment in the transaction, from 0.</param>
/// <param name="Block">Block.</param>
public sealed record StatementLine(
    long Amount, string Counterparty, PaymentEvent Event, string Reference, long At, string Tx, int Number, long Block);
