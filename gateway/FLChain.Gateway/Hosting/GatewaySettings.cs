using System.Globalization;
using System.Net;
using FLChain.Core.Filters;

namespace FLChain.Gateway.Hosting;

/// <summary>
/// What the gateway is told: by <c>appsettings.json</c>, by the environment (<c>Gateway__Profile</c>), or by flags
/// (<c>--profile</c>), which win.
/// </summary>
public sealed record GatewaySettings
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Gateway";

    /// <summary>Connection profile of the gateway's own identity: it reads blocks and attests roots.</summary>
    public string Profile { get; init; } = "";

    /// <summary>Folder of the gateway's data, made when it is missing, for its owner alone.</summary>
    public string Data { get; init; } = "";

    /// <summary>File of the master key, made when it is missing. Default: <c>master.key</c> in <see cref="Data"/>.</summary>
    public string? MasterKey { get; init; }

    /// <summary>Whether the market can be read without signing in. Default: false.</summary>
    public bool PublicMarket { get; init; }

    /// <summary>Roots are attested at every block whose number this divides, 1 to 1,000,000; the same for all organizations. Default: 100.</summary>
    public long AttestationInterval { get; init; } = 100;

    /// <summary>Whether this gateway attests roots for its organization. Default: false.</summary>
    public bool Attest { get; init; }

    /// <summary>Memory of the DDCBF in bytes, a power of two. Default: 1 MiB.</summary>
    public int FilterBytes { get; init; } = 1 << 20;

    /// <summary>Hashes in each family of the DDCBF, 1 to 16. Default: 4.</summary>
    public int FilterHashes { get; init; } = 4;

    /// <summary>Largest encrypted model that is stored, in bytes. Default: 256 MiB.</summary>
    public long MaxArtifactBytes { get; init; } = 256L << 20;

    /// <summary>Folder of encrypted models, each named by its digest. Default: <c>artifacts</c> in <see cref="Data"/>.</summary>
    public string? Artifacts { get; init; }

    /// <summary>PEM private key of a judge (P-256), which users of the role authority get when they take up an invitation that was made on the server itself (<see cref="GatewayServer.Invite"/>); those that an administrator invites, and all where there is none, bring their own or sign elsewhere.</summary>
    public string? JudgeKey { get; init; }

    /// <summary>Requests of a user, or of an address where nobody is signed in, within a minute. Default: 1,200.</summary>
    public int RequestsPerMinute { get; init; } = 1_200;

    /// <summary>Tries of an address to sign in within a minute. Default: 20.</summary>
    public int SignInsPerMinute { get; init; } = 20;

    /// <summary>PEM certificate of the organization's authority, with which identities of invited users are issued; none: each invitation brings its identity.</summary>
    public string? IssuerCertificate { get; init; }

    /// <summary>PEM private key of <see cref="IssuerCertificate"/>.</summary>
    public string? IssuerKey { get; init; }

    /// <summary>MSP id of the organization of <see cref="IssuerCertificate"/>.</summary>
    public string? IssuerMsp { get; init; }

    /// <summary>
    /// Addresses, or networks such as <c>10.0.0.0/8</c>, of the proxies before the gateway: of these alone it believes
    /// <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c>. They pass on <c>Host</c> as it came. Default: none.
    /// </summary>
    public IReadOnlyList<string> KnownProxies { get; init; } = [];

    /// <summary>What is wrong with the settings, all of it; empty when nothing is.</summary>
    public IReadOnlyList<string> Defects()
    {
        var defects = new List<string>();
        void Require(bool condition, string defect)
        {
            if (!condition) defects.Add(defect);
        }

        Require(Profile.Length > 0, "Profile is not set");
        Require(Data.Length > 0, "Data is not set");
        Require(AttestationInterval is >= 1 and <= 1_000_000, string.Create(CultureInfo.InvariantCulture, $"AttestationInterval is 1 to 1,000,000, not {AttestationInterval}"));
        Require(
            FilterBytes is >= FilterOptions.MinBytes and <= FilterOptions.MaxBytes && (FilterBytes & (FilterBytes - 1)) == 0,
            $"FilterBytes is a power of two from {FilterOptions.MinBytes} to {FilterOptions.MaxBytes}, not {FilterBytes}");
        Require(FilterHashes is >= 1 and <= 16, $"FilterHashes is 1 to 16, not {FilterHashes}");
        Require(MaxArtifactBytes is >= 1 and <= 1L << 40, $"MaxArtifactBytes is 1 to {1L << 40}, not {MaxArtifactBytes}");
        Require(RequestsPerMinute >= 1, $"RequestsPerMinute is 1 or more, not {RequestsPerMinute}");
        Require(SignInsPerMinute >= 1, $"SignInsPerMinute is 1 or more, not {SignInsPerMinute}");
        foreach (var proxy in KnownProxies)
            Require(IPAddress.TryParse(proxy, out _) || IPNetwork.TryParse(proxy, out _), $"KnownProxies are addresses or networks such as 10.0.0.0/8, not '{proxy}'");
        var issuer = new[] { IssuerCertificate, IssuerKey, IssuerMsp };
        Require(Array.TrueForAll(issuer, string.IsNullOrEmpty) || !Array.Exists(issuer, string.IsNullOrEmpty), "IssuerCertificate, IssuerKey and IssuerMsp come together");
        return defects;
    }
}
