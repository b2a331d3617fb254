using System.Globalization;
using System.Text.Json;

namespace FLChain.Cli.Consortium;

/// <summary>
/// A folder for each party with its connection profile and its options file, as the SDK reads them:
/// <c>authority/</c>, <c>trainers/trainer-1/</c> …, <c>buyers/buyer-1/</c>, <c>auditor/</c>.
/// </summary>
public sealed class OptionsFiles
{
    private const string ProfileFile = "profile.json";
    private const string TrainerFile = "trainer.json";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private OptionsFiles(string directory, IEnumerable<string> trainers)
    {
        Directory = directory;
        Trainers = [.. trainers.Select(name => Path.Combine(directory, "trainers", name, TrainerFile))];
    }

    /// <summary>The folder that holds the parties' folders.</summary>
    public string Directory { get; }

    /// <summary>Options of the authority.</summary>
    public string Authority => Path.Combine(Directory, "authority", "authority.json");

    /// <summary>Options of each trainer.</summary>
    public IReadOnlyList<string> Trainers { get; }

    /// <summary>Options of the buyer.</summary>
    public string Buyer => Path.Combine(Directory, "buyers", "buyer-1", "buyer.json");

    /// <summary>Connection profile of an auditor, with the certificates it trusts.</summary>
    public string AuditorProfile => Path.Combine(Directory, "auditor", ProfileFile);

    /// <summary>Finds the parties that <c>flchain up</c> or <c>network/fabric/network.sh up</c> left in a folder; trainers in the order of their numbers.</summary>
    /// <exception cref="InvalidDataException">A party is missing; the message says which.</exception>
    public static OptionsFiles Open(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        var folder = Path.GetFullPath(directory);
        var trainers = Path.Combine(folder, "trainers");
        var found = new OptionsFiles(folder, System.IO.Directory.Exists(trainers)
            ? new DirectoryInfo(trainers).EnumerateDirectories().Select(each => each.Name)
                .Order(StringComparer.Create(CultureInfo.InvariantCulture, CompareOptions.NumericOrdering))
            : []);
        foreach (var file in (string[])[found.Authority, found.Buyer, found.AuditorProfile, .. found.Trainers])
            if (!File.Exists(file)) throw new InvalidDataException($"'{folder}' is not the folder of a consortium's parties: {Path.GetRelativePath(folder, file)} is missing");
        return found;
    }

    /// <summary>Writes a party's profile, and its options file in the same folder.</summary>
    /// <returns>The options file.</returns>
    internal static string WriteParty(string directory, string file, string mspId, string name, string commonName, IPartyProfiles profiles)
    {
        var folder = Path.GetDirectoryName(Path.Combine(directory, file))!;
        System.IO.Directory.CreateDirectory(folder);
        profiles.Write(Path.Combine(folder, ProfileFile), mspId, name, commonName);
        var artifacts = Path.GetRelativePath(folder, Path.Combine(directory, "artifacts"));
        var path = Path.Combine(directory, file);
        File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(new { profile = ProfileFile, stateDirectory = "state", artifactsDirectory = artifacts }, Json));
        return path;
    }

    internal static OptionsFiles Write(
        string directory, string authorityMsp, IReadOnlyList<(string Name, string MspId)> trainers, string buyerMsp, IPartyProfiles profiles)
    {
        var files = new OptionsFiles(directory, trainers.Select(trainer => trainer.Name));
        void Party(string path, string mspId, string name) =>
            WriteParty(directory, Path.GetRelativePath(directory, path), mspId, name, name, profiles);

        Party(files.Authority, authorityMsp, "authority");
        for (var j = 0; j < trainers.Count; j++) Party(files.Trainers[j], trainers[j].MspId, trainers[j].Name);
        Party(files.Buyer, buyerMsp, "buyer-1");
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(files.AuditorProfile)!);
        profiles.Write(files.AuditorProfile, buyerMsp, "auditor", "auditor");
        return files;
    }
}
