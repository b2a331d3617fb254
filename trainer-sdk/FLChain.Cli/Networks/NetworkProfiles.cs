using FLChain.Cli.Consortium;
using FLChain.DevPeer.Material;
using FLChain.Fabric.Client;

namespace FLChain.Cli.Networks;

/// <summary>Issues identities on a Fabric network and writes what each party needs to act.</summary>
internal sealed class NetworkProfiles(NetworkDescription network, DevConsortium material) : IPartyProfiles
{
    /// <summary>Issues all parties that were not issued before, and writes every profile and options file anew.</summary>
    public OptionsFiles WriteAll() => OptionsFiles.Write(
        network.Parties,
        network.Authority.MspId,
        [.. network.Trainers.Select(trainer => (trainer.Name, trainer.MspId))],
        network.Buyers.MspId,
        this);

    /// <inheritdoc/>
    public void Write(string path, string mspId, string name, string commonName)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        string Relative(string target) => Path.GetRelativePath(folder, target).Replace('\\', '/');
        var identity = material.IssueUser(mspId, name, commonName);

        // The own organization's peer first; the others' when it is away. Who endorses is the gateway's choice: a list of
        // names would need every one of them to be up.
        var peers = network.Organizations.OrderBy(each => each.MspId == mspId ? 0 : 1).Select(each => new ProfilePeer
        {
            Address = $"https://{each.Peer}",
            MspId = each.MspId,
            TlsRootCertificates = [Relative(material.Find(each.MspId).TlsCaCertificatePath)],
        });
        new ConnectionProfile
        {
            Channel = network.Channel,
            Chaincode = network.Chaincode,
            Peers = [.. peers],
            Identity = new ProfileIdentity { MspId = mspId, MspFolder = Relative(identity) },
            TrustAnchors = material.Organizations.Append(material.Orderer).ToDictionary(
                each => each.MspId, each => (IReadOnlyList<string>)[Relative(each.CaCertificatePath)], StringComparer.Ordinal),
        }.Save(path);
    }
}
