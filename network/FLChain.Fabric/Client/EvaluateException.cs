using FLChain.Fabric.Grpc;

namespace FLChain.Fabric.Client;

/// <summary>A query failed.</summary>
public sealed class EvaluateException : FabricException
{
    internal EvaluateException(string transactionId, GrpcException cause)
        : base("The evaluation failed", transactionId, cause)
    {
    }
}
