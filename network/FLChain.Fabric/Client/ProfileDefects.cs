namespace FLChain.Fabric.Client;

/// <summary>Finds what a profile says that cannot be.</summary>
internal static class ProfileDefects
{
    /// <summary>The first defect in words, or null.</summary>
    public static string? Find(ConnectionProfile profile)
        => Network(profile)
            ?? profile.Peers.Select(Peer).FirstOrDefault(defect => defect is not null)
            ?? Identity(profile.Identity)
            ?? profile.TrustAnchors.Where(anchor => anchor.Key.Length == 0 || anchor.Value is not { Count: > 0 } || HasEmpty(anchor.Value))
                .Select(anchor => $"trustAnchors: '{anchor.Key}' must name at least one certificate file.").FirstOrDefault();

    private static string? Network(ConnectionProfile profile)
    {
        if (string.IsNullOrEmpty(profile.Channel))
            return "channel is empty.";
        if (string.IsNullOrEmpty(profile.Chaincode))
            return "chaincode is empty.";
        if (profile.Peers is not { Count: > 0 } || profile.Peers.Contains(null!))
            return "peers must name at least one peer.";
        if (profile.EndorsingOrganizations is null || HasEmpty(profile.EndorsingOrganizations))
            return "endorsingOrganizations has an empty name.";
        return profile.TrustAnchors is null ? "trustAnchors is null." : null;
    }

    private static string? Peer(ProfilePeer peer)
    {
        var named = $"peer '{peer.Address}': ";
        if (!Uri.TryCreate(peer.Address, UriKind.Absolute, out var address)
            || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps)
            || address.PathAndQuery != "/")
            return named + "address must be https://host:port.";
        if (string.IsNullOrEmpty(peer.MspId))
            return named + "mspId is empty.";
        if (peer.TlsRootCertificates is null || HasEmpty(peer.TlsRootCertificates))
            return named + "tlsRootCertificates has an empty path.";
        if (address.Scheme == Uri.UriSchemeHttps && peer.TlsRootCertificates.Count == 0)
            return named + "https needs tlsRootCertificates.";
        if (address.Scheme == Uri.UriSchemeHttp && (peer.TlsRootCertificates.Count > 0 || peer.TlsClientCertificate is not null))
            return named + "http has no TLS, but certificates are given; is https meant?";
        return peer.TlsClientCertificate is null == peer.TlsClientKey is null
            ? null
            : named + "tlsClientCertificate and tlsClientKey go together.";
    }

    private static string? Identity(ProfileIdentity? identity)
    {
        if (identity is null)
            return null;
        if (string.IsNullOrEmpty(identity.MspId))
            return "identity: mspId is empty.";
        var files = !string.IsNullOrEmpty(identity.Certificate) && !string.IsNullOrEmpty(identity.PrivateKey);
        var neither = identity.Certificate is null && identity.PrivateKey is null;
        return identity.MspFolder is { Length: > 0 } ? (neither ? null : Either) : files && identity.MspFolder is null ? null : Either;
    }

    private const string Either = "identity: give either mspFolder, or certificate and privateKey.";

    private static bool HasEmpty(IEnumerable<string> names) => names.Any(string.IsNullOrEmpty);
}
