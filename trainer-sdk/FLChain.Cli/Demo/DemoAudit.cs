using FLChain.Cli.Audit;
using FLChain.Cli.Audit.Wire;
using FLChain.Fabric.Client;

namespace FLChain.Cli.Demo;

/// <summary>The audit at the end of the story.</summary>
internal static class DemoAudit
{
    public static async Task<AuditReport> RunAsync(DemoStage stage, CancellationToken cancellationToken)
    {
        var profile = ConnectionProfile.Load(stage.Files.AuditorProfile);
        await using var source = GatewayAuditSource.Connect(profile);
        return await LedgerAuditor.AuditAsync(
            source,
            new AuditOptions
            {
                ChannelId = profile.Channel,
                ChaincodeName = profile.Chaincode,
                AuthorityMsp = stage.AuthorityMsp,
                Trust = ProfileTrust.Load(profile),
                PayloadBlocksToLive = stage.PayloadBlocksToLive,
            },
            progress: null,
            cancellationToken);
    }
}
