using FLChain.Fabric.Grpc;
using FLChain.Fabric.Protos;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace FLChain.Fabric.Client;

/// <summary>The details of a gateway's failure, <c>google.rpc.Status</c> with <c>gateway.ErrorDetail</c> in it.</summary>
public static class GatewayStatusDetails
{
    private const string TypeUrl = "type.googleapis.com/gateway.ErrorDetail";

    /// <summary>The bytes for <see cref="GrpcException.StatusDetails"/>.</summary>
    public static byte[] Encode(GrpcStatusCode statusCode, string message, IEnumerable<PeerErrorDetail> details)
    {
        ArgumentNullException.ThrowIfNull(details);
        var status = new RpcStatus { Code = (int)statusCode, Message = message };
        status.Details.AddRange(details.Select(detail => new Any
        {
            TypeUrl = TypeUrl,
            Value = new ErrorDetail { Address = detail.Address, MspId = detail.MspId, Message = detail.Message }.ToByteString(),
        }));
        return status.ToByteArray();
    }

    /// <summary>The details that can be read; what cannot is left out. Never throws for hostile bytes.</summary>
    public static IReadOnlyList<PeerErrorDetail> Decode(ReadOnlySpan<byte> statusDetails)
    {
        var details = new List<PeerErrorDetail>();
        try
        {
            foreach (var any in RpcStatus.Parser.ParseFrom(statusDetails).Details)
            {
                if (!any.TypeUrl.EndsWith("/gateway.ErrorDetail", StringComparison.Ordinal))
                    continue;
                var detail = ErrorDetail.Parser.ParseFrom(any.Value);
                details.Add(new PeerErrorDetail(detail.Address, detail.MspId, detail.Message));
            }
        }
        catch (InvalidProtocolBufferException)
        {
            // The details only explain a failure that is told anyway.
        }
        return details;
    }
}
