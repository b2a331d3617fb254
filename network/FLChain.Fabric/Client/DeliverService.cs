using FLChain.Fabric.Grpc;
using FLChain.Fabric.Protos;

namespace FLChain.Fabric.Client;

/// <summary>The method of <c>protos.Deliver</c> that gives whole blocks.</summary>
public static class DeliverService
{
    /// <summary>Envelopes of SeekInfo for blocks. Duplex.</summary>
    public static GrpcMethod<Envelope, DeliverResponse> Deliver { get; } =
        new("protos.Deliver", "Deliver", Envelope.Parser, DeliverResponse.Parser);
}
