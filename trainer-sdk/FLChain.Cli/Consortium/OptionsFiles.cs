using System.Text.Json;
using FLChain.DevPeer.Material;

namespace FLChain.Cli.Consortium;

/// <summary>
/// A folder for each party with its connection profile and its options file, as the SDK reads them:
/// <c>authority/</c>, <c>trainers/trainer-1/</c> …, <c>buyers/buyer-1/</c>, <c>auditor/</c>.
/// </summary>
public sealed class OptionsFiles
{
    private OptionsFiles(string authority, IReadOnlyList<string> trainers, string buyer, string auditorProfile)
    {
        Authority = authority;
        Trainers = trainers;
        Buyer = buyer;
        AuditorProfile = auditorProfile;
    }

    /// <summary>Options of the authority.</summary>
    public string Authority { get; }

    /// <summary>Options of each trainer.</summary>
    public IReadOnlyList<string> Trainers { get; }

    /// <summary>Options of the buyer.</summary>
    public string Buyer { get; }

    /// <summary>Connection profile of an auditor, with the certificates it trusts.</summary>
    public string AuditorProfile { get; }

    internal static OptionsFiles Write(EmbeddedConsortiumOptions options, DevConsortium material, Uri peer)
    {
        var writer = new Writer(options.Directory, material, peer);
        return new OptionsFiles(
            writer.Party("authority", "authority.json", EmbeddedConsortium.AuthorityMsp, "authority"),
            [.. Enumerable.Range(1, options.Trainers).Select(j => writer.Party(
                Path.Combine("trainers", $"trainer-{j}"), "trainer.json", EmbeddedConsortium.TrainerMsps[(j - 1) % EmbeddedConsortium.TrainerMsps.Count], $"trainer-{j}"))],
            writer.Party(Path.Combine("buyers", "buyer-1"), "buyer.json", EmbeddedConsortium.BuyerMsp, "buyer-1"),
            writer.Profile("auditor", EmbeddedConsortium.BuyerMsp, "auditor"));
    }

    private sealed class Writer(string directory, DevConsortium material, Uri peer)
    {
        private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

        public string Party(string folder, string file, string mspId, string user)
        {
            Profile(folder, mspId, user);
            var path = Path.Combine(directory, folder, file);
            var artifacts = Path.GetRelativePath(Path.Combine(directory, folder), Path.Combine(directory, "artifacts"));
            File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(new { profile = "profile.json", stateDirectory = "state", artifactsDirectory = artifacts }, Json));
            return path;
        }

        public string Profile(string folder, string mspId, string user)
        {
            var home = Path.Combine(directory, folder);
            Directory.CreateDirectory(home);
            var path = Path.Combine(home, "profile.json");
            material.WriteConnectionProfile(path, new ProfileRequest
            {
                Address = peer,
                MspId = mspId,
                MspFolder = material.IssueUser(mspId, user, user),
                Channel = EmbeddedConsortium.ChannelName,
                Chaincode = EmbeddedConsortium.ChaincodeName,
                EndorsingOrganizations = [.. material.Organizations.Select(organization => organization.MspId)],
            });
            return path;
        }
    }
}
