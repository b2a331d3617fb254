using System.Text.Json;
using System.Text.Json.Serialization;
using FLChain.DevPeer.Material;

namespace FLChain.Cli.Networks;

/// <summary>
/// A Fabric network whose crypto material lies on this machine: the <c>network.json</c> that <c>network/fabric/network.sh</c>
/// writes. Relative paths count from the file's folder.
/// </summary>
public sealed record NetworkDescription
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>The channel.</summary>
    public required string Channel { get; init; }

    /// <summary>The chaincode's name on it.</summary>
    public required string Chaincode { get; init; }

    /// <summary>Folder of the crypto material, as cryptogen leaves it.</summary>
    public required string Crypto { get; init; }

    /// <summary>Folder of the parties' profiles and options files.</summary>
    public required string Parties { get; init; }

    /// <summary>The organizations: one authority, at least one of trainers, at least one of buyers.</summary>
    public required IReadOnlyList<NetworkOrganization> Organizations { get; init; }

    /// <summary>The trainers, each of an organization of trainers.</summary>
    public required IReadOnlyList<NetworkTrainer> Trainers { get; init; }

    /// <summary>The authority organization.</summary>
    [JsonIgnore]
    public NetworkOrganization Authority => Organizations.Single(each => each.Role == NetworkRole.Authority);

    /// <summary>The organization of the buyer and the auditor.</summary>
    [JsonIgnore]
    public NetworkOrganization Buyers => Organizations.First(each => each.Role == NetworkRole.Buyers);

    /// <summary>Reads a description and checks it.</summary>
    /// <exception cref="InvalidDataException">It cannot be read or says something impossible; the message tells what.</exception>
    public static NetworkDescription Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        NetworkDescription? read;
        try
        {
            read = JsonSerializer.Deserialize<NetworkDescription>(File.ReadAllBytes(path), Json);
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"the network's description '{path}' cannot be read: {error.Message}", error);
        }

        if (read is null) throw new InvalidDataException($"the network's description '{path}' is empty");
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var described = read with { Crypto = Path.Combine(folder, read.Crypto), Parties = Path.Combine(folder, read.Parties) };
        return described.Defect() is { } defect ? throw new InvalidDataException($"the network's description '{path}': {defect}") : described;
    }

    /// <summary>The organization with this MSP id.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public NetworkOrganization Find(string mspId) =>
        Organizations.FirstOrDefault(each => each.MspId == mspId) ?? throw new InvalidDataException($"the network has no organization '{mspId}'");

    /// <summary>Opens the crypto material.</summary>
    internal DevConsortium OpenMaterial() =>
        DevConsortium.CreateOrOpen(Crypto, [.. Organizations.Select(each => new OrganizationDefinition(each.MspId, each.Domain))]);

    private string? Defect()
    {
        if (Organizations.Count(each => each.Role == NetworkRole.Authority) != 1) return "organizations: one has the role authority";
        if (Organizations.All(each => each.Role != NetworkRole.Buyers)) return "organizations: at least one has the role buyers";
        if (Organizations.FirstOrDefault(each => !Directory.Exists(Path.Combine(Crypto, "peerOrganizations", each.Domain))) is { } missing)
            return $"there is no crypto material of {missing.Domain} in {Crypto}";
        if (Trainers.FirstOrDefault(trainer => Organizations.All(each => each.MspId != trainer.MspId || each.Role != NetworkRole.Trainers)) is { } lost)
            return $"trainers: {lost.Name} is of {lost.MspId}, which is no organization of trainers";
        return Trainers.DistinctBy(trainer => trainer.Name).Count() == Trainers.Count ? null : "trainers: a name is there twice";
    }
}
