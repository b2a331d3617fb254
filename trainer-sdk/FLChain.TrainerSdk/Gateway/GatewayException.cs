namespace FLChain.TrainerSdk.Gateway;

/// <summary>The gateway answered a request with a problem.</summary>
/// <param name="status">HTTP status.</param>
/// <param name="code">Stable code: <c>FL….</c> for a broken rule of the ledger, <c>GW….</c> for what is the gateway's own; empty where the answer was no problem in its form.</param>
/// <param name="detail">Words for people.</param>
/// <param name="transactionId">Transaction that it is about; null where there is none.</param>
public sealed class GatewayException(int status, string code, string detail, string? transactionId = null) : Exception($"{code} {detail}".Trim())
{
    /// <summary>HTTP status.</summary>
    public int Status => status;

    /// <summary>Stable code.</summary>
    public string Code => code;

    /// <summary>Transaction that it is about; null where there is none.</summary>
    public string? TransactionId => transactionId;
}
