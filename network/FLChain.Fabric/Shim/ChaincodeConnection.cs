using System.Text.Json.Serialization;

namespace FLChain.Fabric.Shim;

/// <summary>How a peer reaches a chaincode that runs as a service: the <c>connection.json</c> of its package.</summary>
public sealed record ChaincodeConnection
{
    /// <summary>Host and port as the peer sees them, <c>host:port</c>.</summary>
    [JsonPropertyName("address")]
    [JsonPropertyOrder(0)]
    public required string Address { get; init; }

    /// <summary>How long the peer tries to connect, as Go writes durations. Default "10s".</summary>
    [JsonPropertyName("dial_timeout")]
    [JsonPropertyOrder(1)]
    public string DialTimeout { get; init; } = "10s";

    /// <summary>Whether the peer speaks TLS to the chaincode; <see cref="RootCertificate"/> is needed then.</summary>
    [JsonPropertyName("tls_required")]
    [JsonPropertyOrder(2)]
    public bool TlsRequired { get; init; }

    /// <summary>Whether the peer proves itself to the chaincode; <see cref="ClientKey"/> and <see cref="ClientCertificate"/> are needed then.</summary>
    [JsonPropertyName("client_auth_required")]
    [JsonPropertyOrder(3)]
    public bool ClientAuthenticationRequired { get; init; }

    /// <summary>PEM private key of the peer's client certificate; empty without mutual TLS. A secret: it lies in the package.</summary>
    [JsonPropertyName("client_key")]
    [JsonPropertyOrder(4)]
    public string ClientKey { get; init; } = string.Empty;

    /// <summary>PEM client certificate of the peer; empty without mutual TLS.</summary>
    [JsonPropertyName("client_cert")]
    [JsonPropertyOrder(5)]
    public string ClientCertificate { get; init; } = string.Empty;

    /// <summary>PEM root that the chaincode's server certificate leads to; empty without TLS.</summary>
    [JsonPropertyName("root_cert")]
    [JsonPropertyOrder(6)]
    public string RootCertificate { get; init; } = string.Empty;

    /// <summary>Says what is there without the private key.</summary>
    public override string ToString() =>
        $"{nameof(ChaincodeConnection)} {{ {Address}, {(TlsRequired ? "TLS" : "no TLS")}{(ClientAuthenticationRequired ? ", mutual" : string.Empty)} }}";

    internal string? FaultOrNull()
    {
        int colon = Address.LastIndexOf(':');
        if (colon < 1 || !ushort.TryParse(Address.AsSpan(colon + 1), System.Globalization.NumberStyles.None, null, out ushort port) || port == 0)
        {
            return "its address is not host:port";
        }

        if (TlsRequired && RootCertificate.Length == 0)
        {
            return "TLS needs the root certificate";
        }

        return ClientAuthenticationRequired && (!TlsRequired || ClientKey.Length == 0 || ClientCertificate.Length == 0)
            ? "client authentication needs TLS, the client's key and the client's certificate"
            : null;
    }
}
