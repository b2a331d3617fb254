namespace FLChain.DevPeer.Material;

/// <summary>One organization's crypto material on disk, in the layout of Fabric's cryptogen.</summary>
public sealed class DevOrganization
{
    internal DevOrganization(OrganizationDefinition definition, string folder, bool isOrderer)
    {
        MspId = definition.MspId;
        Domain = definition.Domain;
        Folder = folder;
        NodeName = (isOrderer ? "orderer." : "peer0.") + Domain;
        NodeFolder = Path.Combine(folder, isOrderer ? "orderers" : "peers", NodeName);
    }

    /// <summary>The organization's MSP id.</summary>
    public string MspId { get; }

    /// <summary>The organization's domain.</summary>
    public string Domain { get; }

    /// <summary>The organization's folder.</summary>
    public string Folder { get; }

    /// <summary>PEM certificate of the authority that issues the organization's identities.</summary>
    public string CaCertificatePath => Path.Combine(Folder, "ca", $"ca.{Domain}-cert.pem");

    /// <summary>PEM private key of <see cref="CaCertificatePath"/>.</summary>
    public string CaKeyPath => Path.Combine(Folder, "ca", "priv_sk");

    /// <summary>PEM certificate of the authority that issues the organization's TLS certificates: what clients trust.</summary>
    public string TlsCaCertificatePath => Path.Combine(Folder, "tlsca", $"tlsca.{Domain}-cert.pem");

    /// <summary>The name of the organization's peer (or orderer), which its certificates carry.</summary>
    public string NodeName { get; }

    /// <summary>The <c>msp</c> folder of the organization's peer (or orderer).</summary>
    public string NodeMspFolder => Path.Combine(NodeFolder, "msp");

    /// <summary>PEM TLS server certificate of the organization's peer (or orderer).</summary>
    public string NodeTlsCertificatePath => Path.Combine(NodeFolder, "tls", "server.crt");

    /// <summary>PEM private key of <see cref="NodeTlsCertificatePath"/>.</summary>
    public string NodeTlsKeyPath => Path.Combine(NodeFolder, "tls", "server.key");

    internal string NodeFolder { get; }

    internal string TlsCaKeyPath => Path.Combine(Folder, "tlsca", "priv_sk");

    /// <summary>The <c>msp</c> folder of a user, whether it was issued or not.</summary>
    internal string UserMspFolder(string name) => Path.Combine(Folder, "users", $"{name}@{Domain}", "msp");
}
