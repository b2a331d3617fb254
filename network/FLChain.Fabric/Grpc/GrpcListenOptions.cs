using System.Security.Cryptography.X509Certificates;

namespace FLChain.Fabric.Grpc;

/// <summary>The transport security of a gRPC listener. The certificates stay the caller's and must outlive the server.</summary>
public sealed record GrpcListenOptions
{
    /// <summary>The server's certificate with private key; null for HTTP/2 in the clear.</summary>
    public X509Certificate2? ServerCertificate { get; init; }

    /// <summary>Certificates between <see cref="ServerCertificate"/> and its root, sent along with it.</summary>
    public IReadOnlyList<X509Certificate2> ServerCertificateChain { get; init; } = [];

    /// <summary>
    /// Mutual TLS: the only roots (and intermediates) that a client's certificate may lead to. Empty: no client
    /// certificate is asked for. A client without a certificate for client authentication under one of the roots is
    /// refused in the handshake.
    /// </summary>
    public IReadOnlyList<X509Certificate2> ClientRootCertificates { get; init; } = [];
}
