using FLChain.Fabric.Grpc;

namespace FLChain.DevPeer.Endorsing;

/// <summary>A proposal that is not simulated, with the status that says why.</summary>
internal sealed class ProposalRefusedException(GrpcStatusCode code, string message) : Exception(message)
{
    public GrpcStatusCode Code => code;
}
