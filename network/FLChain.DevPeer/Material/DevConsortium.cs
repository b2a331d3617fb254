using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using FLChain.Fabric.Client;

namespace FLChain.DevPeer.Material;

/// <summary>
/// The crypto material of a development consortium: every organization's authorities, peer and users, and the orderer.
/// It holds all private keys of all organizations in one folder, readable by its owner only: for development and
/// demonstrations, never for a consortium of real parties. The layout is that of Fabric's cryptogen, whose folders it
/// opens too. Safe for use by several processes at once.
/// </summary>
public sealed partial class DevConsortium
{
    private static readonly OrganizationDefinition OrdererDefinition = new("OrdererMSP", "orderer.example");

    private DevConsortium(string directory, IReadOnlyList<OrganizationDefinition> organizations)
    {
        Directory = Path.GetFullPath(directory);
        Organizations = organizations
            .Select(each => new DevOrganization(each, Path.Combine(Directory, "peerOrganizations", each.Domain), isOrderer: false))
            .ToArray();
        Orderer = new DevOrganization(
            OrdererDefinition, Path.Combine(Directory, "ordererOrganizations", OrdererDefinition.Domain), isOrderer: true);
    }

    /// <summary>The folder that holds everything.</summary>
    public string Directory { get; }

    /// <summary>The organizations in the order they were given. The peer shows the first one's TLS certificate.</summary>
    public IReadOnlyList<DevOrganization> Organizations { get; }

    /// <summary>The organization whose orderer signs the blocks.</summary>
    public DevOrganization Orderer { get; }

    /// <summary>Opens the consortium in <paramref name="directory"/>, and creates what is not there yet; what is there stays as it is.</summary>
    /// <param name="directory">The folder; it is created with access for its owner only.</param>
    /// <param name="organizations">The organizations, at least one.</param>
    /// <exception cref="ArgumentException">No organization, or one whose MSP id or domain is malformed or taken.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static DevConsortium CreateOrOpen(string directory, IReadOnlyList<OrganizationDefinition> organizations)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        ArgumentNullException.ThrowIfNull(organizations);
        Check(organizations);
        var consortium = new DevConsortium(directory, organizations);
        OwnerOnlyFiles.CreateFolder(consortium.Directory);
        foreach (var organization in consortium.Organizations.Append(consortium.Orderer))
            OwnerOnlyFiles.CreateWhole(organization.Folder, draft => OrganizationWriter.Write(organization, draft));
        return consortium;
    }

    /// <summary>Issues a user of an organization, unless it was issued before.</summary>
    /// <param name="mspId">The organization.</param>
    /// <param name="name">The user's name, which names its folder. Letters, digits, dots, hyphens and underscores.</param>
    /// <param name="commonName">The common name in the certificate: a pseudonym, for example.</param>
    /// <param name="organizationalUnit">The part it plays: <c>client</c>, or <c>admin</c>.</param>
    /// <returns>Its <c>msp</c> folder: <c>signcerts</c>, <c>keystore</c> (P-256, owner-only), <c>cacerts</c>.</returns>
    /// <exception cref="ArgumentException">The organization is unknown, a name is malformed, or the unit is not a user's.</exception>
    /// <exception cref="InvalidOperationException">The user was issued before with another common name or unit.</exception>
    public string IssueUser(string mspId, string name, string commonName, string organizationalUnit = "client")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(commonName);
        if (name is null || !FileName().IsMatch(name))
            throw new ArgumentException("A user's name has letters, digits, dots, hyphens and underscores.", nameof(name));
        if (organizationalUnit is not ("client" or "admin"))
            throw new ArgumentException("A user is a client or an admin.", nameof(organizationalUnit));
        return Issue(Find(mspId), name, new CertificateProfile(commonName, organizationalUnit));
    }

    /// <summary>
    /// Issues a TLS certificate for a service of an organization, or for its client, on the loopback address, unless it
    /// was issued before.
    /// </summary>
    /// <param name="mspId">The organization.</param>
    /// <param name="name">The service's name, which names its folder. Letters, digits, dots, hyphens and underscores.</param>
    /// <returns>Its folder: <c>certificate.pem</c> and <c>key.pem</c> (P-256, owner-only).</returns>
    /// <exception cref="ArgumentException">The organization is unknown, or the name is malformed.</exception>
    public string IssueTls(string mspId, string name)
    {
        if (name is null || !FileName().IsMatch(name))
            throw new ArgumentException("A service's name has letters, digits, dots, hyphens and underscores.", nameof(name));
        var organization = Find(mspId);
        var folder = Path.Combine(organization.Folder, "tls", name);
        OwnerOnlyFiles.CreateWhole(folder, draft =>
        {
            using var authority = CertificateAuthority.Open(organization.TlsCaCertificatePath, organization.TlsCaKeyPath);
            var (certificate, key) = authority.Issue(new CertificateProfile($"{name}.{organization.Domain}", "") { IsTls = true });
            OwnerOnlyFiles.Write(Path.Combine(draft, "key.pem"), key);
            OwnerOnlyFiles.Write(Path.Combine(draft, "certificate.pem"), certificate);
        });
        return folder;
    }

    /// <summary>The organization with this MSP id.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public DevOrganization Find(string mspId) =>
        Organizations.FirstOrDefault(each => each.MspId == mspId)
        ?? throw new ArgumentException($"The consortium has no organization '{mspId}'.", nameof(mspId));

    /// <summary>Writes a connection profile: peer with its TLS root, identity, and every organization's authority as trust anchor. Paths in it are relative to its folder.</summary>
    /// <returns>The profile as it was written.</returns>
    /// <exception cref="ArgumentException">The organization is unknown.</exception>
    /// <exception cref="Fabric.FabricConfigurationException">The request says something impossible.</exception>
    public ConnectionProfile WriteConnectionProfile(string path, ProfileRequest request)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(request);
        Find(request.MspId);
        return ProfileWriter.Write(this, path, request);
    }

    /// <summary>Issues an identity under any profile; tests use it for expired and oddly made ones.</summary>
    internal static string Issue(DevOrganization organization, string name, CertificateProfile profile)
    {
        var folder = organization.UserMspFolder(name);
        OwnerOnlyFiles.CreateWhole(Path.GetDirectoryName(folder)!, draft =>
        {
            using var authority = CertificateAuthority.Open(organization.CaCertificatePath, organization.CaKeyPath);
            var (certificate, key) = authority.Issue(profile);
            var msp = Path.Combine(draft, "msp");
            MspFolder.WriteRoots(msp, organization.Domain, authority.CertificatePem, File.ReadAllText(organization.TlsCaCertificatePath));
            MspFolder.WriteIdentity(msp, $"{name}@{organization.Domain}", certificate, key);
        });
        RequireSubject(folder, profile);
        return folder;
    }

    private static void RequireSubject(string folder, CertificateProfile profile)
    {
        var path = System.IO.Directory.EnumerateFiles(Path.Combine(folder, "signcerts")).Single();
        using var issued = X509Certificate2.CreateFromPem(File.ReadAllText(path));
        var names = issued.SubjectName.EnumerateRelativeDistinguishedNames().Select(part => part.GetSingleElementValue()).ToList();
        if (!names.Contains(profile.CommonName) || (profile.OrganizationalUnit.Length > 0 && !names.Contains(profile.OrganizationalUnit)))
            throw new InvalidOperationException($"The user in '{folder}' was issued before as '{issued.Subject}'.");
    }

    private static void Check(IReadOnlyList<OrganizationDefinition> organizations)
    {
        if (organizations.Count == 0)
            throw new ArgumentException("A consortium has at least one organization.", nameof(organizations));
        var mspIds = new HashSet<string>(StringComparer.Ordinal) { OrdererDefinition.MspId };
        var domains = new HashSet<string>(StringComparer.Ordinal) { OrdererDefinition.Domain };
        foreach (var organization in organizations)
        {
            if (!FileName().IsMatch(organization.MspId) || !mspIds.Add(organization.MspId))
                throw new ArgumentException($"The MSP id '{organization.MspId}' is malformed or taken.", nameof(organizations));
            if (!DomainName().IsMatch(organization.Domain) || !domains.Add(organization.Domain))
                throw new ArgumentException($"The domain '{organization.Domain}' is malformed or taken.", nameof(organizations));
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9_][A-Za-z0-9._-]{0,99}\z")]
    private static partial Regex FileName();

    [GeneratedRegex(@"^[a-z0-9]([a-z0-9.-]{0,98}[a-z0-9])?\z")]
    private static partial Regex DomainName();
}
