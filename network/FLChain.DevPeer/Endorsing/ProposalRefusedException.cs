using FLChain.Fabric.Grpc;

namespace FLChain.DevPeer.Endorsing;

/// <summary>A proposal that is not simulated, with the status that says why.</summary>
/// <param name="code">The status; where an endorser refuses, that of an evaluation: an endorsement is aborted then.</param>
/// <param name="message">Why.</param>
/// <param name="isByEndorser">Whether it is an endorsing peer that refuses, and not the gateway in front of it.</param>
internal sealed class ProposalRefusedException(GrpcStatusCode code, string message, bool isByEndorser = false) : Exception(message)
{
    public GrpcStatusCode Code => code;

    public bool IsByEndorser => isByEndorser;
}
