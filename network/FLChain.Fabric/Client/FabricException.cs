using System.Globalization;
using System.Text.RegularExpressions;
using FLChain.Fabric.Grpc;

namespace FLChain.Fabric.Client;

/// <summary>A stage of a transaction that failed. Each stage has its own exception type.</summary>
public abstract partial class FabricException : Exception
{
    private protected FabricException(string stage, string transactionId, GrpcException cause)
        : base($"{stage}: {Describe(cause)}", cause)
    {
        TransactionId = transactionId;
        StatusCode = cause.StatusCode;
        Details = GatewayStatusDetails.Decode(cause.StatusDetails);
        (ChaincodeStatus, ChaincodeMessage) = FindChaincodeResponse(cause.Detail, Details);
    }

    private protected FabricException(string message, string transactionId)
        : base(message)
    {
        TransactionId = transactionId;
        StatusCode = GrpcStatusCode.Ok;
        Details = [];
    }

    /// <summary>The transaction's id, 64 characters of lower-case hex; empty where no transaction is concerned.</summary>
    public string TransactionId { get; }

    /// <summary>How the call ended; <see cref="GrpcStatusCode.Ok"/> where the call succeeded and its answer is the failure.</summary>
    public GrpcStatusCode StatusCode { get; }

    /// <summary>What each node said; may be empty.</summary>
    public IReadOnlyList<PeerErrorDetail> Details { get; }

    /// <summary>The status the chaincode itself answered, 400 or more; null where the failure is not the chaincode's word.</summary>
    public int? ChaincodeStatus { get; }

    /// <summary>The message the chaincode itself answered; null where the failure is not the chaincode's word.</summary>
    public string? ChaincodeMessage { get; }

    private static string Describe(GrpcException cause)
    {
        var details = GatewayStatusDetails.Decode(cause.StatusDetails);
        return details.Count == 0
            ? cause.Message
            : $"{cause.Message} [{string.Join("; ", details.Select(detail => $"{detail.MspId} {detail.Address}: {detail.Message}"))}]";
    }

    private static (int?, string?) FindChaincodeResponse(string text, IEnumerable<PeerErrorDetail> details)
    {
        foreach (var candidate in details.Select(detail => detail.Message).Append(text))
        {
            var match = ChaincodeResponse().Match(candidate);
            if (match.Success && int.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var status))
                return (status, match.Groups[2].Value);
        }
        return (null, null);
    }

    // A peer's words for a chaincode that answered with an error.
    [GeneratedRegex(@"chaincode response (\d{3}), (.*)", RegexOptions.Singleline)]
    private static partial Regex ChaincodeResponse();
}
