using FLChain.Core.Errors;

namespace FLChain.TrainerSdk.Ledger;

/// <summary>The ledger refused a transaction or a query, or could not be reached.</summary>
public sealed class LedgerException : Exception
{
    /// <summary>Wraps the failure of one transaction.</summary>
    /// <param name="transaction">Contract and transaction, as in <c>training:SubmitShare</c>.</param>
    /// <param name="error">The broken rule, when the contract named one.</param>
    /// <param name="transactionId">Transaction; null when it failed before it had an id.</param>
    /// <param name="inner">Failure of the stage at which it stopped.</param>
    public LedgerException(string transaction, LedgerError? error, string? transactionId, Exception inner)
        : base($"{transaction}: {error?.Message ?? inner?.Message}", inner)
    {
        Transaction = transaction;
        Error = error;
        TransactionId = transactionId;
    }

    /// <summary>Contract and transaction.</summary>
    public string Transaction { get; }

    /// <summary>The broken rule with its stable code (<see cref="ErrorCodes"/>); null when the failure is not a rule's.</summary>
    public LedgerError? Error { get; }

    /// <summary>Transaction, to find it on the ledger.</summary>
    public string? TransactionId { get; }

    /// <summary>Whether the contract refused with one of these codes.</summary>
    public bool Is(params ReadOnlySpan<string> codes) => Error is { } error && codes.Contains(error.Code);
}
