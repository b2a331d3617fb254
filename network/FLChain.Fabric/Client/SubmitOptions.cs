namespace FLChain.Fabric.Client;

/// <summary>How a whole submit is done.</summary>
public sealed record SubmitOptions : ProposalOptions
{
    /// <summary>Retries for this transaction; null for the gateway's.</summary>
    public GatewayRetry? Retry { get; init; }

    /// <summary>
    /// Called when an orderer has the transaction, while its commit is awaited; again for one that is made anew after a
    /// conflict. Must not block or throw. Null for nothing.
    /// </summary>
    public Action? Ordered { get; init; }
}
