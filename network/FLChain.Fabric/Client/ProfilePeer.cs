namespace FLChain.Fabric.Client;

/// <summary>A peer of a <see cref="ConnectionProfile"/>.</summary>
public sealed record ProfilePeer
{
    /// <summary><c>https://host:port</c>, or <c>http://host:port</c> in the clear.</summary>
    public required string Address { get; init; }

    /// <summary>The peer's organization.</summary>
    public required string MspId { get; init; }

    /// <summary>PEM files with the only roots that the peer's TLS certificate may lead to; at least one for https.</summary>
    public IReadOnlyList<string> TlsRootCertificates { get; init; } = [];

    /// <summary>The name in the peer's certificate, where it differs from the address.</summary>
    public string? ServerName { get; init; }

    /// <summary>Mutual TLS: PEM file with this side's certificate.</summary>
    public string? TlsClientCertificate { get; init; }

    /// <summary>Mutual TLS: PEM file with the private key of <see cref="TlsClientCertificate"/>.</summary>
    public string? TlsClientKey { get; init; }
}
