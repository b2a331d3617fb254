using FLChain.Fabric.Grpc;

namespace FLChain.Fabric.Client;

/// <summary>A stream of events or blocks was refused, or was lost more often than it may be.</summary>
public sealed class EventsException : FabricException
{
    internal EventsException(string transactionId, GrpcException cause)
        : base("The stream of events ended", transactionId, cause)
    {
    }
}
