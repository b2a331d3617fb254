using FLChain.Fabric.Grpc;

namespace FLChain.Fabric.Client;

/// <summary>A proposal was not endorsed. Nothing was sent to the orderer.</summary>
public sealed class EndorseException : FabricException
{
    internal EndorseException(string transactionId, GrpcException cause)
        : base("The transaction was not endorsed", transactionId, cause)
    {
    }
}
