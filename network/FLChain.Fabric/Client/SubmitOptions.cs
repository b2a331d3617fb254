namespace FLChain.Fabric.Client;

/// <summary>How a whole submit is done.</summary>
public sealed record SubmitOptions : ProposalOptions
{
    /// <summary>Retries for this transaction; null for the gateway's.</summary>
    public GatewayRetry? Retry { get; init; }
}
