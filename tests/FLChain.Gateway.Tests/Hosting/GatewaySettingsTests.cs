using FLChain.Gateway.Hosting;

namespace FLChain.Gateway.Tests.Hosting;

public sealed class GatewaySettingsTests
{
    private static readonly GatewaySettings Good = new() { Profile = "profile.json", Data = "data" };

    [Fact]
    public void Defects_OfTheDefaults_AreNone() => Assert.Empty(Good.Defects());

    [Fact]
    public void Defects_EachValueOutOfRange_IsNamed()
    {
        var bad = new Dictionary<string, GatewaySettings>
        {
            ["Profile"] = Good with { Profile = "" },
            ["Data"] = Good with { Data = "" },
            ["AttestationInterval"] = Good with { AttestationInterval = 0 },
            ["FilterBytes"] = Good with { FilterBytes = 1_000_000 },
            ["FilterHashes"] = Good with { FilterHashes = 17 },
            ["MaxArtifactBytes"] = Good with { MaxArtifactBytes = 0 },
            ["RequestsPerMinute"] = Good with { RequestsPerMinute = 0 },
            ["SignInsPerMinute"] = Good with { SignInsPerMinute = -1 },
            ["KnownProxies"] = Good with { KnownProxies = ["10.0.0.1", "somewhere"] },
            ["IssuerCertificate"] = Good with { IssuerKey = "key.pem" },
        };
        foreach (var (name, settings) in bad) Assert.StartsWith(name, Assert.Single(settings.Defects()), StringComparison.Ordinal);
    }

    [Fact]
    public void Defects_Several_AreAllTold() => Assert.Equal(3, new GatewaySettings { FilterHashes = 0 }.Defects().Count);
}
