using FLChain.Fabric.Client;
using FLChain.Gateway.Hosting;
using FLChain.Gateway.Users;
using FLChain.TrainerSdk;
using Spectre.Console;

namespace FLChain.Cli.Consortium;

/// <summary>
/// The gateway of the embedded consortium: the market is open to whoever looks, and who has not signed in yet finds an
/// invitation on the terminal. Its data stand beside the parties' folders.
/// </summary>
internal sealed class EmbeddedGateway : IAsyncDisposable
{
    // A newcomer's ledger is short: its records are soon under an attested root.
    private const int AttestationInterval = 20;

    // While the policy names no judges, the authority's own key is the judge's.
    private const string AuthorityKey = "encryption-key.pem";

    private const Role Newcomer = Role.Administrator | Role.Buyer | Role.Reporter | Role.Auditor;

    private readonly GatewayServer _server;
    private readonly IReadOnlyList<(string Name, string May, Uri? Link)> _parties;

    private EmbeddedGateway(GatewayServer server, IReadOnlyList<(string Name, string May, Uri? Link)> parties)
    {
        _server = server;
        _parties = parties;
    }

    /// <summary>Where the pages are.</summary>
    public Uri Address => _server.Address;

    /// <summary>Starts it; its port is kept for the next run.</summary>
    /// <param name="consortium">A consortium that runs.</param>
    /// <param name="port">Port on the loopback; 0 keeps that of the last run, or takes a free one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<EmbeddedGateway> StartAsync(EmbeddedConsortium consortium, int port, CancellationToken cancellationToken)
    {
        var files = consortium.Files;
        var remembered = new RememberedPort(files.Directory, "gateway");
        var server = await GatewayServer.StartAsync(Settings(consortium), remembered.Choose(port), cancellationToken);
        try
        {
            remembered.Remember(server.Address.Port);
            await server.ReachAsync(consortium.Height - 1, TimeSpan.FromSeconds(10));
            return new EmbeddedGateway(server,
            [
                ("buyer-1", "buys, reports, audits, invites others", Invite(server, "buyer-1", Newcomer, files.Buyer)),
                ("authority", "judges and sees every account", Invite(server, "authority", Role.Authority | Role.Auditor, files.Authority)),
                ("trainer-1", "follows its account and reports", Invite(server, "trainer-1", Role.Trainer | Role.Reporter, files.Trainers[0])),
            ]);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Tells where the market is, and how to sign in.</summary>
    public void Show(IAnsiConsole console)
    {
        console.MarkupLine($"The market is at [bold]{Markup.Escape(Address.ToString())}[/]");
        foreach (var (name, may, link) in _parties)
        {
            console.WriteLine($"  {name} {may}{(link is null ? "; sign in with its password" : "; to join as it, open once:")}");
            if (link is not null) console.WriteLine($"    {link}");
        }
    }

    /// <summary>Stops it.</summary>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static GatewaySettings Settings(EmbeddedConsortium consortium)
    {
        var (files, buyers) = (consortium.Files, consortium.Material.Find(EmbeddedConsortium.BuyerMsp));
        return new GatewaySettings
        {
            Profile = files.AuditorProfile,
            Data = Path.Combine(files.Directory, "gateway"),
            Artifacts = Path.Combine(files.Directory, "artifacts"),
            JudgeKey = Path.Combine(TrainerOptions.Load(files.Authority).StateDirectory, AuthorityKey),
            PublicMarket = true,
            Attest = true,
            AttestationInterval = AttestationInterval,
            IssuerMsp = buyers.MspId,
            IssuerCertificate = buyers.CaCertificatePath,
            IssuerKey = buyers.CaKeyPath,
        };
    }

    private static Uri? Invite(GatewayServer server, string name, Role roles, string optionsFile)
    {
        var profile = ConnectionProfile.Load(TrainerOptions.Load(optionsFile).Profile);
        return server.Invite(name, roles, profile.Identity!.MspId, Path.GetFullPath(profile.Identity.MspFolder!, profile.Folder));
    }
}
