using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using FLChain.Fabric.Client;
using FLChain.Fabric.Grpc;

namespace FLChain.Fabric.Tests.Client;

public sealed class ConnectionProfileTests : IDisposable
{
    private const string Good = """
        {
          // what a consortium hands out
          "channel": "ch",
          "chaincode": "cc",
          "endorsingOrganizations": ["Org1MSP"],
          "peers": [ { "address": "https://127.0.0.1:7051", "mspId": "Org1MSP", "tlsRootCertificates": ["tls/ca.pem"], "serverName": "localhost" } ],
          "identity": { "mspId": "Org1MSP", "mspFolder": "msp" },
          "trustAnchors": { "Org1MSP": ["tls/ca.pem"] },
        }
        """;

    private readonly TestCertificates _authority = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("profile-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connect_ProfileWithRelativePaths_SubmitsOverTls()
    {
        WriteFiles();
        var tls = new GrpcListenOptions { ServerCertificate = _authority.IssueTls() };
        await using var peer = await ScriptedPeer.StartAsync(_authority.IssueIdentity("Org1MSP", "peer"), tls);
        var profile = ConnectionProfile.Load(Write(Good.Replace("https://127.0.0.1:7051", peer.Address.ToString().TrimEnd('/'))));
        await using var gateway = FabricGateway.Connect(profile, options => options with { Retry = GatewayRetry.None });
        var contract = gateway.GetNetwork(profile.Channel).GetContract(profile.Chaincode);
        Assert.Equal(7UL, (await contract.SubmitAsync("Pay", ["x"], cancellationToken: Token)).BlockNumber);
        Assert.Equal(["Org1MSP"], peer.Endorsed.Single().EndorsingOrganizations);
        Assert.Equal(_authority.Root.Thumbprint, profile.LoadTrustAnchors()["Org1MSP"].Single().Thumbprint);
    }

    [Fact]
    public async Task Connect_PeerUnderAnotherRoot_EndorseExceptionWithoutRetries()
    {
        WriteFiles();
        using var other = new TestCertificates("Other CA");
        await using var peer = await ScriptedPeer.StartAsync(
            _authority.IssueIdentity("Org1MSP", "peer"), new GrpcListenOptions { ServerCertificate = other.IssueTls() });
        var profile = ConnectionProfile.Load(Write(Good.Replace("https://127.0.0.1:7051", peer.Address.ToString().TrimEnd('/'))));
        await using var gateway = FabricGateway.Connect(profile, options => options with
        {
            Retry = new GatewayRetry { FirstDelay = TimeSpan.FromHours(1), LongestDelay = TimeSpan.FromHours(1) },
        });
        var failure = await Assert.ThrowsAsync<EndorseException>(
            () => gateway.GetNetwork("ch").GetContract("cc").SubmitAsync("Pay", ["x"], cancellationToken: Token));
        Assert.Equal(GrpcStatusCode.Unavailable, failure.StatusCode);
        Assert.Empty(peer.Endorsed);
    }

    [Fact]
    public void Save_ThenLoad_SaysTheSame()
    {
        var profile = ConnectionProfile.Load(Write(Good));
        var copy = Path.Combine(_folder, "copy.json");
        profile.Save(copy);
        var again = ConnectionProfile.Load(copy);
        Assert.Equal(profile.Peers.Single().Address, again.Peers.Single().Address);
        Assert.Equal(profile.Peers.Single().TlsRootCertificates, again.Peers.Single().TlsRootCertificates);
        Assert.Equal(profile.Identity, again.Identity);
        Assert.Equal(profile.EndorsingOrganizations, again.EndorsingOrganizations);
        Assert.Equal(profile.TrustAnchors["Org1MSP"], again.TrustAnchors["Org1MSP"]);
        Assert.DoesNotContain(_folder, File.ReadAllText(copy));
    }

    [Theory]
    [InlineData("$.channel", "\"\"", "channel")]
    [InlineData("$.chaincode", "null", "chaincode")]
    [InlineData("$.peers", "[]", "at least one peer")]
    [InlineData("$.peers", "[null]", "at least one peer")]
    [InlineData("$.peers[0].address", "\"127.0.0.1:7051\"", "address")]
    [InlineData("$.peers[0].address", "\"https://127.0.0.1:7051/x\"", "address")]
    [InlineData("$.peers[0].address", "\"http://127.0.0.1:7051\"", "is https meant")]
    [InlineData("$.peers[0].mspId", "\"\"", "mspId")]
    [InlineData("$.peers[0].tlsRootCertificates", "[]", "tlsRootCertificates")]
    [InlineData("$.peers[0].tlsClientCertificate", "\"c.pem\"", "go together")]
    [InlineData("$.identity.mspId", "\"\"", "mspId")]
    [InlineData("$.identity.mspFolder", "null", "either")]
    [InlineData("$.identity.certificate", "\"c.pem\"", "either")]
    [InlineData("$.endorsingOrganizations", "[\"\"]", "endorsingOrganizations")]
    [InlineData("$.trustAnchors", "{\"Org1MSP\":[]}", "trustAnchors")]
    [InlineData("$.adress", "\"misspelt\"", "adress")]
    [InlineData("$.peers[0].port", "1", "port")]
    public void Load_OneThingWrong_RefusedNamingIt(string path, string value, string expected)
    {
        var root = JsonNode.Parse(Good, documentOptions: new() { CommentHandling = System.Text.Json.JsonCommentHandling.Skip, AllowTrailingCommas = true })!;
        var steps = path[2..].Split('.');
        var parent = steps[..^1].Aggregate(root, (node, step) => step.EndsWith("[0]", StringComparison.Ordinal) ? node[step[..^3]]![0]! : node[step]!);
        parent[steps[^1]] = JsonNode.Parse(value);
        var failure = Assert.Throws<FabricConfigurationException>(() => ConnectionProfile.Load(Write(root.ToJsonString())));
        Assert.Contains(expected, failure.Message);
        Assert.Contains("profile.json", failure.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"channel\":\"ch\"}")]
    public void Load_NotAProfile_RefusedByName(string content)
        => Assert.Contains("profile.json", Assert.Throws<FabricConfigurationException>(() => ConnectionProfile.Load(Write(content))).Message);

    [Fact]
    public void Load_FileOrFilesMissing_RefusedByName()
    {
        Assert.Throws<FabricConfigurationException>(() => ConnectionProfile.Load(Path.Combine(_folder, "absent.json")));
        var profile = ConnectionProfile.Load(Write(Good));
        Assert.Contains("signcerts", Assert.Throws<FabricConfigurationException>(() => FabricGateway.Connect(profile)).Message);
        Assert.Contains("ca.pem", Assert.Throws<FabricConfigurationException>(profile.CreateChannels).Message);
        Assert.Contains("ca.pem", Assert.Throws<FabricConfigurationException>(profile.LoadTrustAnchors).Message);
        Assert.Throws<FabricConfigurationException>(() => (profile with { Identity = null }).LoadIdentity());
    }

    public void Dispose()
    {
        _authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string Write(string content)
    {
        var path = Path.Combine(_folder, "profile.json");
        File.WriteAllText(path, content);
        return path;
    }

    private void WriteFiles()
    {
        foreach (var part in new[] { "msp/signcerts", "msp/keystore", "tls" })
            Directory.CreateDirectory(Path.Combine(_folder, part));
        var member = _authority.IssueMember();
        using var key = member.GetECDsaPrivateKey()!;
        File.WriteAllText(Path.Combine(_folder, "msp/signcerts/cert.pem"), member.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_folder, "tls/ca.pem"), _authority.Root.ExportCertificatePem());
        var keyPath = Path.Combine(_folder, "msp/keystore/priv_sk");
        File.WriteAllText(keyPath, key.ExportPkcs8PrivateKeyPem());
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(keyPath, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
