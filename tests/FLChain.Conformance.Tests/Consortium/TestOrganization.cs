namespace FLChain.Conformance.Tests.Consortium;

/// <summary>An organization of the consortium under test: its peer, and the authority that issues its identities.</summary>
/// <param name="MspId">The MSP id.</param>
/// <param name="Domain">The domain, after which its crypto material is named.</param>
/// <param name="Peer">Where its peer's gateway listens.</param>
/// <param name="TlsRoot">PEM certificate that the peer's TLS certificate leads to.</param>
/// <param name="Folder">Its crypto material, as cryptogen lays it out.</param>
internal sealed record TestOrganization(string MspId, string Domain, Uri Peer, string TlsRoot, string Folder)
{
    public string AuthorityCertificate => Path.Combine(Folder, "ca", $"ca.{Domain}-cert.pem");

    public string AuthorityKey => Path.Combine(Folder, "ca", "priv_sk");
}
