using FLChain.Fabric.Grpc;
using FLChain.Fabric.Protos;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace FLChain.DevPeer.Services;

/// <summary>Errors in the form that Fabric's gateway gives them: a status, and what each node said in its details.</summary>
internal static class GatewayStatus
{
    public static GrpcException Failure(GrpcStatusCode code, string message, params IReadOnlyList<ErrorDetail> details)
    {
        var status = new RpcStatus { Code = (int)code, Message = message };
        status.Details.AddRange(details.Select(Any.Pack));
        return new GrpcException(code, message, status.ToByteArray());
    }
}
