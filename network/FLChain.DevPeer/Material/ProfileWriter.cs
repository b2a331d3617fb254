using FLChain.Fabric.Client;

namespace FLChain.DevPeer.Material;

/// <summary>Writes connection profiles for a consortium's users.</summary>
internal static class ProfileWriter
{
    public static ConnectionProfile Write(DevConsortium consortium, string path, ProfileRequest request)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        // Relative, so that profile and crypto material can move together.
        string Relative(string target) => Path.GetRelativePath(folder, target).Replace('\\', '/');

        var profile = new ConnectionProfile
        {
            Channel = request.Channel,
            Chaincode = request.Chaincode,
            EndorsingOrganizations = request.EndorsingOrganizations,
            Peers =
            [
                new ProfilePeer
                {
                    Address = request.Address.GetLeftPart(UriPartial.Authority),
                    MspId = request.MspId,
                    TlsRootCertificates = request.Address.Scheme == Uri.UriSchemeHttps
                        ? [Relative(consortium.Organizations[0].TlsCaCertificatePath)]
                        : [],
                },
            ],
            Identity = request.MspFolder is null
                ? null
                : new ProfileIdentity { MspId = request.MspId, MspFolder = Relative(request.MspFolder) },
            TrustAnchors = consortium.Organizations.Append(consortium.Orderer).ToDictionary(
                each => each.MspId, each => (IReadOnlyList<string>)[Relative(each.CaCertificatePath)], StringComparer.Ordinal),
        };
        OwnerOnlyFiles.CreateFolder(folder);
        profile.Save(path);
        return profile with { Folder = folder };
    }
}
