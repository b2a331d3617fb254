using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using FLChain.Cli.Consortium;
using FLChain.Core.Requests;
using FLChain.DevPeer.Material;
using FLChain.EndToEnd.Tests.Federations;
using FLChain.Fabric.Client;
using FLChain.Fabric.Identities;
using FLChain.Gateway.Hosting;
using FLChain.Gateway.Index;
using FLChain.Gateway.Tests.World;
using FLChain.Gateway.Users;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

[assembly: AssemblyFixture(typeof(GatewayWorld))]

namespace FLChain.Gateway.Tests.World;

/// <summary>
/// One gateway over the embedded peer with the real contracts, for all tests of its requests: a federation has trained
/// and sells a model; users of every role are there.
/// </summary>
public class GatewayWorld : IAsyncLifetime
{
    public const string Password = "correct horse battery";

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, HttpClient> _clients = [];
    private RunningGateway _gateway = null!;
    private int _names;
    private int _inspections;

    internal TestFederation Federation { get; private set; } = null!;

    internal static string Fid => FederationShape.Fid;

    internal Uri Address => _gateway.Address;

    internal IServiceProvider Services => _gateway.Services;

    internal LedgerIndex Index => Services.GetRequiredService<LedgerIndex>();

    /// <summary>Nobody is signed in.</summary>
    internal HttpClient Anyone => Client("");

    internal HttpClient Admin => Client("admin");

    /// <summary>A buyer with an identity of the buyers' organization, and money.</summary>
    internal HttpClient Alice => Client("alice");

    /// <summary>Another buyer with money.</summary>
    internal HttpClient Bob => Client("bob");

    /// <summary>The first member of the federation.</summary>
    internal HttpClient Trainer => Client("trainer");

    internal HttpClient Auditor => Client("auditor");

    internal HttpClient Authority => Client("authority");

    public async ValueTask InitializeAsync()
    {
        Federation = await PlayAsync();
        // The authority's office would end overdue cases before the gateway does.
        await Federation.StopDealingAsync();
        await StartAsync();
        AddUser("admin", Role.Administrator, Issue("admin"));
        AddUser("alice", Role.Buyer, MspFolderOf(Federation.Consortium.Files.Buyer));
        AddUser("bob", Role.Buyer | Role.Reporter, Issue("bob"));
        AddUser("trainer", Role.Trainer, MspFolderOf(Federation.Members[0].OptionsFile));
        AddUser("partner", Role.Trainer | Role.Reporter, MspFolderOf(Federation.Members[1].OptionsFile));
        AddUser("third", Role.Trainer | Role.Reporter, MspFolderOf(Federation.Members[2].OptionsFile));
        AddUser("auditor", Role.Auditor, Issue("the-auditor"));
        AddUser("authority", Role.Authority, MspFolderOf(Federation.Consortium.Files.Authority));
        Services.GetRequiredService<JudgeKeys>().Set(Services.GetRequiredService<UserDirectory>().Find("authority")!, JudgeKeyPem);
        foreach (var buyer in new[] { "alice", "bob" }) await FundAsync(PartyOf(buyer), 1_000_000);
        await CaughtUpAsync();
    }

    /// <summary>What has happened before the gateway starts.</summary>
    private protected virtual async Task<TestFederation> PlayAsync()
    {
        var federation = await TestFederation.FormAsync(new FederationShape { Trainers = 3, Threshold = 2, Iterations = 2, AccuracyOf = place => 0.5 + (place / 10d), ChangeTerms = terms => terms with { InspectionRate = 1_000_000 } });
        await federation.TrainAndFinishAsync();
        return federation;
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var client in _clients.Values) client.Dispose();
        await _gateway.DisposeAsync();
        await Federation.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>The key by which the policy has accusations judged: it names no judges, so it is the authority's own.</summary>
    internal string JudgeKeyPem => File.ReadAllText(JudgeKeyFile);

    private string JudgeKeyFile => Path.Combine(TrainerSdk.TrainerOptions.Load(Federation.Consortium.Files.Authority).StateDirectory, "encryption-key.pem");

    /// <summary>What a user of these tests signs with its own key.</summary>
    internal object Sign(string user, JsonElement toSign)
    {
        var directory = Services.GetRequiredService<UserDirectory>();
        using var identity = directory.OpenIdentity(directory.Find(user)!)!;
        return new
        {
            bytes = toSign.GetProperty("bytes").GetBytesFromBase64(),
            signature = identity.Signer.Sign(toSign.GetProperty("digest").GetBytesFromBase64()),
        };
    }

    internal string PartyOf(string user) => Services.GetRequiredService<UserDirectory>().Find(user)!.PartyId;

    internal async Task FundAsync(string party, long amount) => await Federation.Authority.MintAsync(party, amount, $"funds-{Interlocked.Increment(ref _names)}");

    /// <summary>A name that no other test has.</summary>
    internal string NewName(string stem) => $"{stem}-{Interlocked.Increment(ref _names)}";

    /// <summary>A gradient that is drawn, as all of the federation's are, and that nobody has had inspected: there are six.</summary>
    internal OpenInspection NextInspection()
    {
        var number = Interlocked.Increment(ref _inspections) - 1;
        return new OpenInspection(Fid, 1 + (number / Federation.Members.Count), Federation.Members[number % Federation.Members.Count].DpId);
    }

    /// <summary>Waits until everything that is on the ledger is in the index.</summary>
    internal async Task CaughtUpAsync()
    {
        var height = Federation.Consortium.Height;
        await Index.ReachAsync(height - 1, TimeSpan.FromSeconds(30));
        Assert.True(Index.Height.Blocks >= height, $"the index has {Index.Height.Blocks} of {height} blocks: {Index.Height.Trouble}");
    }

    internal string Issue(string name) => Material().IssueUser(EmbeddedConsortium.BuyerMsp, name, name);

    internal GatewayUser AddUser(string name, Role roles, string mspFolder)
    {
        var msp = MspOf(mspFolder);
        using var identity = IdentityFiles.LoadMsp(msp, mspFolder);
        var key = File.ReadAllText(Directory.EnumerateFiles(Path.Combine(mspFolder, "keystore")).Single());
        return Services.GetRequiredService<UserDirectory>().TryAdd(name, Password, roles, identity.Identity, key)!;
    }

    /// <summary>A client that is signed in with a token.</summary>
    internal HttpClient Client(string user)
    {
        lock (_clients)
        {
            if (_clients.TryGetValue(user, out var known)) return known;
            var client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = Address, Timeout = TimeSpan.FromMinutes(1) };
            if (user.Length > 0) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TokenOf(client, user, Password));
            return _clients[user] = client;
        }
    }

    internal static string TokenOf(HttpClient client, string user, string password)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/tokens") { Content = JsonContent.Create(new { name = user, password }) };
        using var answer = client.Send(request);
        answer.EnsureSuccessStatusCode();
        return JsonDocument.Parse(answer.Content.ReadAsStream()).RootElement.GetProperty("accessToken").GetString()!;
    }

    private async Task StartAsync()
    {
        var buyers = Material().Find(EmbeddedConsortium.BuyerMsp);
        _gateway = await RunningGateway.StartAsync(new GatewaySettings
        {
            Profile = Federation.Consortium.Files.AuditorProfile,
            Data = _folder["gateway"],
            RequestsPerMinute = 100_000,
            SignInsPerMinute = 100_000,
            AttestationInterval = 10,
            Attest = true,
            IssuerMsp = buyers.MspId,
            IssuerCertificate = buyers.CaCertificatePath,
            IssuerKey = Path.Combine(buyers.Folder, "ca", "priv_sk"),
            JudgeKey = JudgeKeyFile,
        });
    }

    private DevConsortium Material() => DevConsortium.CreateOrOpen(
        Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(Path.GetDirectoryName(Federation.Consortium.Files.Buyer)))!, "organizations"),
        [
            new OrganizationDefinition(EmbeddedConsortium.AuthorityMsp, "authority.example"),
            new OrganizationDefinition(EmbeddedConsortium.TrainerMsps[0], "trainers-one.example"),
            new OrganizationDefinition(EmbeddedConsortium.TrainerMsps[1], "trainers-two.example"),
            new OrganizationDefinition(EmbeddedConsortium.BuyerMsp, "buyers.example"),
        ]);

    private static string MspFolderOf(string optionsFile)
    {
        var profile = ConnectionProfile.Load(TrainerSdk.TrainerOptions.Load(optionsFile).Profile);
        return Path.GetFullPath(profile.Identity!.MspFolder!, profile.Folder);
    }

    private string MspOf(string mspFolder) => Material().Organizations.Single(organization => mspFolder.StartsWith(organization.Folder, StringComparison.Ordinal)).MspId;
}
