namespace FLChain.Gateway.Problems;

/// <summary>A request that ends with a problem.</summary>
/// <param name="status">HTTP status.</param>
/// <param name="code">Stable code, of <see cref="GatewayErrorCodes"/> or <see cref="Core.Errors.ErrorCodes"/>.</param>
/// <param name="detail">Words for people.</param>
/// <param name="transactionId">Transaction that it is about; null where there is none.</param>
internal sealed class ProblemException(int status, string code, string detail, string? transactionId = null) : Exception(detail)
{
    public int Status => status;

    public string Code => code;

    public string? TransactionId => transactionId;
}
