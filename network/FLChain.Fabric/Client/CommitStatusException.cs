using FLChain.Fabric.Grpc;

namespace FLChain.Fabric.Client;

/// <summary>The verdict over a submitted transaction could not be had. It may be committed all the same: ask again by its id before doing anything twice.</summary>
public sealed class CommitStatusException : FabricException
{
    internal CommitStatusException(string transactionId, GrpcException cause)
        : base("The commit status is not known", transactionId, cause)
    {
    }
}
