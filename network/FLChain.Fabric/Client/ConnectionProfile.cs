using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Serialization;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Identities;

namespace FLChain.Fabric.Client;

/// <summary>
/// A JSON file that says which peers to call and as whom. Property names are in camel case, unknown ones are refused,
/// comments and trailing commas are allowed. Relative paths count from the file's folder.
/// </summary>
/// <example>
/// <code>
/// {
///   "channel": "flchain",
///   "chaincode": "flchain",
///   "endorsingOrganizations": ["Org1MSP", "Org2MSP"],
///   "peers": [
///     { "address": "https://127.0.0.1:7051", "mspId": "Org1MSP", "tlsRootCertificates": ["tls/ca.pem"], "serverName": "peer0.org1" }
///   ],
///   "identity": { "mspId": "Org1MSP", "mspFolder": "users/user1/msp" },
///   "trustAnchors": { "Org1MSP": ["org1/ca.pem"], "Org2MSP": ["org2/ca.pem"] }
/// }
/// </code>
/// </example>
public sealed record ConnectionProfile
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.Strict,
    };

    /// <summary>The channel.</summary>
    public required string Channel { get; init; }

    /// <summary>The chaincode's name on it.</summary>
    public required string Chaincode { get; init; }

    /// <summary>The organizations asked to endorse by default; empty to leave the choice to the gateway.</summary>
    public IReadOnlyList<string> EndorsingOrganizations { get; init; } = [];

    /// <summary>The peers, at least one; the first is used as long as it answers.</summary>
    public required IReadOnlyList<ProfilePeer> Peers { get; init; }

    /// <summary>Who acts; null for a profile that only names the network.</summary>
    public ProfileIdentity? Identity { get; init; }

    /// <summary>For auditors: the certificate authorities of each organization, MSP id to PEM files. Empty when not needed.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> TrustAnchors { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>The folder from which relative paths count: the file's own once it was loaded or saved, else the current one.</summary>
    [JsonIgnore]
    public string Folder { get; init; } = Environment.CurrentDirectory;

    /// <summary>Reads a profile and checks it. The files it names are read when they are needed.</summary>
    /// <exception cref="FabricConfigurationException">The file cannot be read or says something impossible; the message tells what.</exception>
    public static ConnectionProfile Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ConnectionProfile? profile;
        try
        {
            profile = JsonSerializer.Deserialize<ConnectionProfile>(File.ReadAllBytes(path), Json);
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new FabricConfigurationException($"The profile '{path}' cannot be read: {exception.Message}", exception);
        }
        if (profile is null)
            throw new FabricConfigurationException($"The profile '{path}' is empty.");
        if (ProfileDefects.Find(profile) is { } defect)
            throw new FabricConfigurationException($"The profile '{path}': {defect}");
        return profile with { Folder = Path.GetDirectoryName(Path.GetFullPath(path))! };
    }

    /// <summary>Writes the profile; paths are written as they stand.</summary>
    /// <exception cref="FabricConfigurationException">The profile says something impossible; the message tells what.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (ProfileDefects.Find(this) is { } defect)
            throw new FabricConfigurationException($"The profile for '{path}': {defect}");
        File.WriteAllBytes(path, [.. JsonSerializer.SerializeToUtf8Bytes(this, Json), (byte)'\n']);
    }

    /// <summary>Reads the identity with its key; the caller disposes it.</summary>
    /// <exception cref="FabricConfigurationException">There is none, or its files cannot be used.</exception>
    public SigningIdentity LoadIdentity()
    {
        if (Identity is null)
            throw new FabricConfigurationException("The profile has no identity.");
        return Identity.MspFolder is { } folder
            ? IdentityFiles.LoadMsp(Identity.MspId, Resolve(folder), Identity.AllowReadableKey)
            : IdentityFiles.LoadSigningIdentity(
                Identity.MspId, Resolve(Identity.Certificate!), Resolve(Identity.PrivateKey!), Identity.AllowReadableKey);
    }

    /// <summary>Makes a channel to each peer; the caller disposes them.</summary>
    /// <exception cref="FabricConfigurationException">A certificate cannot be used.</exception>
    public IReadOnlyList<GrpcChannel> CreateChannels() => [.. Peers.Select(CreateChannel)];

    /// <summary>Reads the certificate authorities of each organization.</summary>
    /// <exception cref="FabricConfigurationException">A certificate cannot be used.</exception>
    public IReadOnlyDictionary<string, IReadOnlyList<X509Certificate2>> LoadTrustAnchors()
        => TrustAnchors.ToDictionary(
            anchor => anchor.Key,
            anchor => (IReadOnlyList<X509Certificate2>)[.. anchor.Value.SelectMany(path => IdentityFiles.LoadCertificates(Resolve(path)))],
            StringComparer.Ordinal);

    private string Resolve(string path) => Path.GetFullPath(path, Folder);

    private GrpcChannel CreateChannel(ProfilePeer peer) => GrpcChannel.Create(new Uri(peer.Address), new GrpcChannelOptions
    {
        RootCertificates = [.. peer.TlsRootCertificates.SelectMany(path => IdentityFiles.LoadCertificates(Resolve(path)))],
        OverrideAuthority = peer.ServerName,
        ClientCertificate = peer.TlsClientCertificate is null
            ? null
            : IdentityFiles.LoadTlsCertificate(Resolve(peer.TlsClientCertificate), Resolve(peer.TlsClientKey!)),
    });
}
