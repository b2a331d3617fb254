using FLChain.Cli.Audit;
using FLChain.Cli.Audit.Wire;
using FLChain.Cli.Consortium;
using FLChain.Fabric.Client;

namespace FLChain.Cli.Demo;

/// <summary>The audit at the end of the story.</summary>
internal static class DemoAudit
{
    public static async Task<AuditReport> RunAsync(string profilePath, CancellationToken cancellationToken)
    {
        var profile = ConnectionProfile.Load(profilePath);
        await using var source = GatewayAuditSource.Connect(profile);
        return await LedgerAuditor.AuditAsync(
            source,
            new AuditOptions
            {
                ChannelId = profile.Channel,
                ChaincodeName = profile.Chaincode,
                AuthorityMsp = EmbeddedConsortium.AuthorityMsp,
                Trust = ProfileTrust.Load(profile),
                // The demo keeps payloads for ever, so one that is missing was withheld.
                PayloadBlocksToLive = 0,
            },
            progress: null,
            cancellationToken);
    }
}
