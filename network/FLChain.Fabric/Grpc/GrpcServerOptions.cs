namespace FLChain.Fabric.Grpc;

/// <summary>Limits of one mapped method.</summary>
public sealed record GrpcServerOptions
{
    /// <summary>Largest request message in bytes; a larger one is refused with RESOURCE_EXHAUSTED before it is read. Default 100 MiB.</summary>
    public int MaxReceiveMessageBytes { get; init; } = GrpcFrame.DefaultMaxMessageBytes;
}
