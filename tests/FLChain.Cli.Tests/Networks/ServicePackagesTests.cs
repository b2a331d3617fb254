using FLChain.Cli.Networks;
using FLChain.DevPeer.Material;

namespace FLChain.Cli.Tests.Networks;

/// <summary>The chaincode's packages hold a key.</summary>
public sealed class ServicePackagesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flchain-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Write_APackage_IsItsOwnersAlone()
    {
        var network = new NetworkDescription
        {
            Channel = "flchain",
            Chaincode = "flchain",
            Crypto = Path.Combine(_folder, "crypto"),
            Parties = Path.Combine(_folder, "parties"),
            Organizations = [new NetworkOrganization("AuthorityMSP", "authority.example", NetworkRole.Authority, "127.0.0.1:7110", "127.0.0.1:7114")],
            Trainers = [],
        };
        var material = DevConsortium.CreateOrOpen(network.Crypto, [new OrganizationDefinition("AuthorityMSP", "authority.example")]);

        ServicePackages.Write(network, material, sequence: 1, Path.Combine(_folder, "packages"));

        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder, "packages", "authority.example.tgz")));
        Assert.StartsWith("flchain_1:", File.ReadAllText(Path.Combine(_folder, "packages", "authority.example.id")), StringComparison.Ordinal);
    }
}
