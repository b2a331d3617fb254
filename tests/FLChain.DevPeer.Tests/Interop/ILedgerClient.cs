namespace FLChain.DevPeer.Tests.Interop;

/// <summary>A client of the gateway, ours or the official one for Node, as the tests use it.</summary>
internal interface ILedgerClient : IAsyncDisposable
{
    /// <summary>Submits and waits for the commit.</summary>
    /// <exception cref="LedgerFailure">The transaction was not endorsed, or is invalid.</exception>
    Task<Committed> SubmitAsync(string function, string[] arguments, IReadOnlyDictionary<string, string>? transient = null);

    /// <summary>Evaluates; the result as text.</summary>
    /// <exception cref="LedgerFailure">The chaincode failed.</exception>
    Task<string> EvaluateAsync(string function, params string[] arguments);
}

/// <summary>A transaction that took effect.</summary>
internal sealed record Committed(string Result, string TransactionId, ulong Block);

/// <summary>What the client made of a failure.</summary>
internal sealed class LedgerFailure(string stage, string message, string transactionId, string details) : Exception($"{stage}: {message} [{details}]")
{
    public string Stage { get; } = stage;

    public string TransactionId { get; } = transactionId;

    public string Details { get; } = details;
}
