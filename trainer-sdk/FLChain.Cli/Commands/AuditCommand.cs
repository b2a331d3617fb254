using System.CommandLine;
using FLChain.Cli.Audit;
using FLChain.Cli.Audit.Wire;
using FLChain.Cli.Consortium;
using FLChain.Cryptography.Envelopes;
using FLChain.Fabric;
using FLChain.Fabric.Client;
using Spectre.Console;

namespace FLChain.Cli.Commands;

/// <summary><c>flchain audit</c>.</summary>
internal static class AuditCommand
{
    private static readonly Argument<string?> Fid = new("model")
    {
        Description = "A model's id: payloads and proofs of its federation alone are checked; chain and money are always checked whole.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string> Profile = LedgerOptions.Profile();
    private static readonly Option<bool> Json = LedgerOptions.Json();
    private static readonly Option<string> Authority = new("--authority") { Description = "MSP id of the authority that might set the first policy.", DefaultValueFactory = _ => EmbeddedConsortium.AuthorityMsp };
    private static readonly Option<string[]> Orderers = new("--orderer") { Description = "MSP id of an organization that orders; may be given again.", DefaultValueFactory = _ => [ProfileTrust.DefaultOrdererMsp] };
    private static readonly Option<ulong?> BlocksToLive = new("--payload-blocks-to-live") { Description = "Blocks that a payload outlives the one which brought it, as the channel defines it; 0 for ever. A payload that is missing before its time is then an error. [default: not known, a missing payload counts as expired]" };
    private static readonly Option<string?> AuditKeyFile = new("--audit-key") { Description = "File with a federation's audit key (32 bytes): its sealed unmasking shares are opened and verified too. Needs MODEL." };

    public static Command Create()
    {
        var command = new Command(
            "audit",
            "Verify everything again, trusting no index and no service: hash chain, signatures, endorsements, every transaction executed anew, payloads, proofs, aggregates, leader draws, payments. The certificates that are trusted come from the profile.\n\nExit codes: 0 passed, 1 failed (the report names each place), 2 could not run.")
        {
            Fid, Profile, Json, Authority, Orderers, BlocksToLive, AuditKeyFile, ProofCommand.Create(),
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var fid = parsed.GetValue(Fid);
        var json = parsed.GetValue(Json);
        var auditKeyFile = parsed.GetValue(AuditKeyFile);
        if (auditKeyFile is not null && fid is null) throw new UsageException("--audit-key belongs to one federation: name the model");
        try
        {
            var profile = ConnectionProfile.Load(parsed.GetValue(Profile)!);
            using var key = auditKeyFile is null ? null : AuditKey.FromBytes(await File.ReadAllBytesAsync(auditKeyFile, cancellationToken));
            await using var source = GatewayAuditSource.Connect(profile);
            var options = new AuditOptions
            {
                ChannelId = profile.Channel,
                ChaincodeName = profile.Chaincode,
                AuthorityMsp = parsed.GetValue(Authority)!,
                Trust = ProfileTrust.Load(profile, parsed.GetValue(Orderers)!),
                PayloadBlocksToLive = parsed.GetValue(BlocksToLive),
                Fid = fid,
                AuditKey = key,
            };
            var report = json
                ? await LedgerAuditor.AuditAsync(source, options, null, cancellationToken)
                : await WithProgressAsync(source, options, cancellationToken);
            if (json) Console.WriteLine(report.ToJson());
            else foreach (var line in AuditReportText.Lines(report)) AnsiConsole.WriteLine(line);
            return report.Passed ? ExitCodes.Success : ExitCodes.Failed;
        }
        catch (Exception error) when (error is FabricConfigurationException or AuditSourceException or ArgumentException)
        {
            throw new UsageException(error.Message);
        }
    }

    private static async Task<AuditReport> WithProgressAsync(GatewayAuditSource source, AuditOptions options, CancellationToken cancellationToken) =>
        await AnsiConsole.Progress().AutoClear(true).StartAsync(async context =>
        {
            var task = context.AddTask("blocks");
            return await LedgerAuditor.AuditAsync(
                source,
                options,
                new Progress<AuditProgress>(at =>
                {
                    task.MaxValue = Math.Max(1, at.Blocks);
                    task.Value = at.Block;
                }),
                cancellationToken);
        });
}
