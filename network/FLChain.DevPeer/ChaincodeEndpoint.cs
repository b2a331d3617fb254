namespace FLChain.DevPeer;

/// <summary>The address of a chaincode service, and the material for TLS where it wants it.</summary>
/// <param name="Address"><c>host:port</c>.</param>
public sealed record ChaincodeEndpoint(string Address)
{
    /// <summary>PEM root certificate that the service's TLS certificate must chain to; null for cleartext.</summary>
    public string? RootCertificatePem { get; init; }

    /// <summary>PEM certificate that this peer shows for mutual TLS; null for none.</summary>
    public string? ClientCertificatePem { get; init; }

    /// <summary>PEM private key of <see cref="ClientCertificatePem"/>.</summary>
    public string? ClientKeyPem { get; init; }
}
