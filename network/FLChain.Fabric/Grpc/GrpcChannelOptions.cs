using System.Security.Cryptography.X509Certificates;

namespace FLChain.Fabric.Grpc;

/// <summary>How a channel reaches its server. The certificates stay the caller's and must outlive the channel.</summary>
public sealed record GrpcChannelOptions
{
    /// <summary>The only roots (and intermediates) that the server's certificate may lead to; empty to trust the machine's store. HTTPS only.</summary>
    public IReadOnlyList<X509Certificate2> RootCertificates { get; init; } = [];

    /// <summary>The certificate with private key that proves this side under mutual TLS; null for none. HTTPS only.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>Certificates between <see cref="ClientCertificate"/> and its root, sent along with it.</summary>
    public IReadOnlyList<X509Certificate2> ClientCertificateChain { get; init; } = [];

    /// <summary>The name that the server's certificate must carry and that is sent as <c>:authority</c>, where it differs from the address; null for the address itself.</summary>
    public string? OverrideAuthority { get; init; }

    /// <summary>Largest response message in bytes; a larger one fails the call with RESOURCE_EXHAUSTED before it is read. Default 100 MiB.</summary>
    public int MaxReceiveMessageBytes { get; init; } = GrpcFrame.DefaultMaxMessageBytes;

    /// <summary>How long a connection may take to be made. Default 10 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Silence after which a connection with a call under way is pinged; <see cref="Timeout.InfiniteTimeSpan"/> for never.
    /// Default 2 minutes: Fabric's peers close connections that ping more often than once a minute.
    /// </summary>
    public TimeSpan KeepAlivePingDelay { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a ping's answer may take before the connection counts as lost. Default 20 s.</summary>
    public TimeSpan KeepAlivePingTimeout { get; init; } = TimeSpan.FromSeconds(20);
}
