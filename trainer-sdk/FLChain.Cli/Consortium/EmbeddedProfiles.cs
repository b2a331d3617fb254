using FLChain.DevPeer.Material;

namespace FLChain.Cli.Consortium;

/// <summary>Profiles for the one embedded peer, which endorses for all organizations.</summary>
internal sealed class EmbeddedProfiles(DevConsortium material, Uri peer) : IPartyProfiles
{
    /// <inheritdoc/>
    public void Write(string path, string mspId, string name, string commonName) =>
        material.WriteConnectionProfile(path, new ProfileRequest
        {
            Address = peer,
            MspId = mspId,
            MspFolder = material.IssueUser(mspId, name, commonName),
            Channel = EmbeddedConsortium.ChannelName,
            Chaincode = EmbeddedConsortium.ChaincodeName,
            EndorsingOrganizations = [.. material.Organizations.Select(organization => organization.MspId)],
        });
}
