using System.Security.Cryptography.X509Certificates;
using FLChain.DevPeer.Material;
using FLChain.DevPeer.Tests.Network;
using FLChain.Fabric.Client;
using FLChain.Fabric.Identities;

namespace FLChain.DevPeer.Tests.Material;

public sealed class DevConsortiumTests
{
    private static readonly OrganizationDefinition Org1 = new("Org1MSP", "org1.example");
    private static readonly OrganizationDefinition Org2 = new("Org2MSP", "org2.example");

    [Fact]
    public void CreateOrOpen_Again_ChangesNothingAndAddsWhatIsNew()
    {
        using var directory = new TemporaryDirectory();
        var first = DevConsortium.CreateOrOpen(directory["c"], [Org1]);
        var user = first.IssueUser("Org1MSP", "alice", "a pseudonym");
        var before = Snapshot(directory["c"]);

        var second = DevConsortium.CreateOrOpen(directory["c"], [Org1, Org2]);

        Assert.Equal(user, second.IssueUser("Org1MSP", "alice", "a pseudonym"));
        var after = Snapshot(directory["c"]);
        Assert.All(before, file => Assert.Equal(file.Value, after[file.Key]));
        Assert.True(File.Exists(second.Find("Org2MSP").CaCertificatePath));
    }

    [Fact]
    public void IssueUser_MakesAnIdentityOfTheOrganization()
    {
        using var directory = new TemporaryDirectory();
        var consortium = DevConsortium.CreateOrOpen(directory["c"], [Org1]);

        var folder = consortium.IssueUser("Org1MSP", "alice", "a pseudonym");

        using var identity = IdentityFiles.LoadMsp("Org1MSP", folder);
        var certificate = identity.Identity.Certificate;
        Assert.Contains("CN=a pseudonym", certificate.Subject, StringComparison.Ordinal);
        Assert.Contains("OU=client", certificate.Subject, StringComparison.Ordinal);
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.CustomTrustStore.AddRange(IdentityFiles.LoadAuthorities(folder).ToArray());
        Assert.True(chain.Build(certificate));
        Assert.True(identity.Identity.Verify("data"u8, identity.Sign("data"u8)));
    }

    [Fact]
    public void IssueUser_SameNameForSomebodyElse_IsRefused()
    {
        using var directory = new TemporaryDirectory();
        var consortium = DevConsortium.CreateOrOpen(directory["c"], [Org1]);
        consortium.IssueUser("Org1MSP", "alice", "one");

        Assert.Throws<InvalidOperationException>(() => consortium.IssueUser("Org1MSP", "alice", "two"));
        Assert.Throws<InvalidOperationException>(() => consortium.IssueUser("Org1MSP", "alice", "one", "admin"));
    }

    [Theory]
    [InlineData("Org1MSP", "../alice")]
    [InlineData("Org1MSP", "")]
    [InlineData("Org1MSP", ".draft")]
    [InlineData("Org1MSP", "a/b")]
    [InlineData("Org1MSP", "alice\n")]
    [InlineData("Org9MSP", "alice")]
    public void IssueUser_MalformedNameOrUnknownOrganization_IsRefused(string mspId, string name)
    {
        using var directory = new TemporaryDirectory();
        var consortium = DevConsortium.CreateOrOpen(directory["c"], [Org1]);

        Assert.Throws<ArgumentException>(() => consortium.IssueUser(mspId, name, "x"));
    }

    [Fact]
    public void IssueUser_RoleOfANode_IsRefused()
    {
        using var directory = new TemporaryDirectory();
        var consortium = DevConsortium.CreateOrOpen(directory["c"], [Org1]);

        Assert.Throws<ArgumentException>(() => consortium.IssueUser("Org1MSP", "alice", "x", "peer"));
    }

    [Theory]
    [InlineData("Org1MSP", "../x")]
    [InlineData("Org1MSP", "Org1.Example")]
    [InlineData("Org/1", "org1.example")]
    [InlineData("OrdererMSP", "org1.example")]
    [InlineData("Org1MSP", "orderer.example")]
    public void CreateOrOpen_MalformedOrTakenName_IsRefused(string mspId, string domain)
    {
        using var directory = new TemporaryDirectory();

        Assert.Throws<ArgumentException>(() => DevConsortium.CreateOrOpen(directory["c"], [new OrganizationDefinition(mspId, domain)]));
        Assert.False(Directory.Exists(directory["c"]));
    }

    [Fact]
    public void CreateOrOpen_OneNameTwice_IsRefused()
    {
        using var directory = new TemporaryDirectory();

        Assert.Throws<ArgumentException>(() => DevConsortium.CreateOrOpen(directory["c"], [Org1, Org1]));
        Assert.Throws<ArgumentException>(() => DevConsortium.CreateOrOpen(directory["c"], []));
    }

    [Fact]
    public void Files_AreTheirOwnersOnly()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "File modes are a matter of Unix.");
        using var directory = new TemporaryDirectory();
        var consortium = DevConsortium.CreateOrOpen(directory["c"], [Org1]);
        consortium.IssueUser("Org1MSP", "alice", "alice");
        const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
            | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

        foreach (var entry in Directory.EnumerateFileSystemEntries(directory["c"], "*", SearchOption.AllDirectories).Append(directory["c"]))
#pragma warning disable CA1416 // Skipped there.
            Assert.True((File.GetUnixFileMode(entry) & others) == 0, entry);
#pragma warning restore CA1416
        Assert.DoesNotContain(
            Directory.EnumerateDirectories(directory["c"], "*", SearchOption.AllDirectories),
            folder => Path.GetFileName(folder).StartsWith(".draft", StringComparison.Ordinal));
    }

    [Fact]
    public void WriteConnectionProfile_IsLoadedByTheClient()
    {
        using var directory = new TemporaryDirectory();
        var consortium = DevConsortium.CreateOrOpen(directory["c"], [Org1, Org2]);
        var path = Path.Combine(directory["profiles"], "alice.json");

        consortium.WriteConnectionProfile(path, new ProfileRequest
        {
            Address = new Uri("https://127.0.0.1:7051"),
            MspId = "Org1MSP",
            MspFolder = consortium.IssueUser("Org1MSP", "alice", "alice"),
            Chaincode = "assets",
            EndorsingOrganizations = ["Org1MSP", "Org2MSP"],
        });

        var profile = ConnectionProfile.Load(path);
        Assert.Equal("https://127.0.0.1:7051", profile.Peers.Single().Address);
        using var identity = profile.LoadIdentity();
        Assert.Equal("Org1MSP", identity.Identity.MspId);
        Assert.Equal(["OrdererMSP", "Org1MSP", "Org2MSP"], profile.LoadTrustAnchors().Keys.Order(StringComparer.Ordinal));
        foreach (var channel in profile.CreateChannels())
            channel.Dispose();
    }

    private static Dictionary<string, string> Snapshot(string directory) =>
        Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).ToDictionary(path => path, File.ReadAllText);
}
