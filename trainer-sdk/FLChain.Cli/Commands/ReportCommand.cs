using System.CommandLine;
using FLChain.Cli.Justice;
using FLChain.Core.Records;
using FLChain.Core.Requests;
using FLChain.Cryptography.Envelopes;

namespace FLChain.Cli.Commands;

/// <summary><c>flchain report</c>.</summary>
internal static class ReportCommand
{
    /// <summary>Proofs and sealed shares name the only attempt that an iteration has.</summary>
    private const int Attempt = 1;

    private static readonly Argument<string> Kind = new("kind") { Description = "gradient, aggregate or share." };
    private static readonly Argument<string> Fid = new("model") { Description = "The model's id." };
    private static readonly Argument<int> Iteration = new("iteration") { Description = "The iteration, from 1." };
    private static readonly Argument<string> Accused = new("accused") { Description = "The trainer, by dpId or pseudonym." };
    private static readonly Option<string> Profile = DeskCall.Profile("who reports");
    private static readonly Option<string?> AuditKeyFile = new("--audit-key") { Description = "File with the federation's audit key (32 bytes): a share is sealed, and its key goes into the report." };
    private static readonly Option<string?> Payload = new("--payload") { Description = "File with the submission itself, when it has expired on the ledger." };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Ask the contract what it would find, and submit nothing." };
    private static readonly Option<string> Claim = new("--claim") { Description = "What is claimed, 1 to 1,000 characters on one line.", Required = true };
    private static readonly Option<string> Evidence = new("--evidence") { Description = "File with the evidence. Its SHA-512 goes to the ledger; the file itself goes to the judges, by you.", Required = true };
    private static readonly Option<bool> Json = LedgerOptions.Json();

    public static Command Create() => new("report", "Report misbehavior, or accuse a trainer, for the policy's fee. A report that holds earns the reward.")
    {
        Fault(), Trainer(), List(),
    };

    private static Command Fault()
    {
        var command = new Command(
            "fault",
            "Report a submission that is wrong. The contract verifies it and settles at once. It is asked first: a report that would be false, and cost its fee, is not submitted.\n\nExit codes: 0 proven, or the accused has to answer; 1 it would be false; 2 refused, or could not run.")
        {
            Kind, Fid, Iteration, Accused, Profile, AuditKeyFile, Payload, DryRun, Json,
        };
        command.SetAction((parsed, cancellationToken) => DeskCall.RunAsync(parsed.GetValue(Profile)!, parsed.GetValue(Json), call => ReportAsync(call, parsed, cancellationToken)));
        return command;
    }

    private static Command Trainer()
    {
        var command = new Command(
            "trainer",
            "Accuse a trainer of being unqualified, or its data of being illegal: judges decide. Until then it is suspended and its models are not sold.\n\nExit codes: 0 accused; 2 refused, or could not run.")
        {
            Accused, Profile, Claim, Evidence, Json,
        };
        command.SetAction((parsed, cancellationToken) => DeskCall.RunAsync(parsed.GetValue(Profile)!, parsed.GetValue(Json), async call =>
        {
            var evidence = await File.ReadAllBytesAsync(parsed.GetValue(Evidence)!, cancellationToken);
            var accused = await call.TrainerAsync(parsed.GetValue(Accused)!, cancellationToken);
            await call.ShowAsync(await call.Desk.AccuseAsync(accused, parsed.GetValue(Claim)!, evidence, cancellationToken), cancellationToken);
            return ExitCodes.Success;
        }));
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "Show every report and accusation on the ledger.") { Profile, Json };
        command.SetAction((parsed, cancellationToken) => DeskCall.RunAsync(parsed.GetValue(Profile)!, parsed.GetValue(Json), async call =>
        {
            await call.ShowAllAsync(await call.Desk.ReportsAsync(cancellationToken), await call.Desk.AccusationsAsync(cancellationToken), cancellationToken);
            return ExitCodes.Success;
        }));
        return command;
    }

    private static async Task<int> ReportAsync(DeskCall call, ParseResult parsed, CancellationToken cancellationToken)
    {
        var report = await RequestAsync(call, parsed, cancellationToken);
        ReadOnlyMemory<byte>? payload = null;
        if (parsed.GetValue(Payload) is { } file) payload = await File.ReadAllBytesAsync(file, cancellationToken);
        var expected = await call.Desk.TryReportAsync(report, payload, cancellationToken);
        if (expected.State == ReportState.False || parsed.GetValue(DryRun))
        {
            call.Say("what the contract would answer; nothing was submitted and nothing paid:");
            await call.ShowAsync(expected, cancellationToken);
            return expected.State == ReportState.False ? ExitCodes.Failed : ExitCodes.Success;
        }

        var settled = await call.Desk.ReportAsync(report, payload, cancellationToken);
        await call.ShowAsync(settled, cancellationToken);
        return settled.State == ReportState.False ? ExitCodes.Failed : ExitCodes.Success;
    }

    private static async Task<ReportMisbehavior> RequestAsync(DeskCall call, ParseResult parsed, CancellationToken cancellationToken)
    {
        var kind = parsed.GetValue(Kind) switch
        {
            "gradient" => FaultKind.IncorrectGradient,
            "aggregate" => FaultKind.IncorrectAggregate,
            "share" => FaultKind.IncorrectShare,
            var other => throw new UsageException($"the kind is gradient, aggregate or share, not '{other}'; what else goes wrong the contracts find by themselves"),
        };
        var (fid, iteration) = (parsed.GetValue(Fid)!, parsed.GetValue(Iteration));
        var accused = await call.TrainerAsync(parsed.GetValue(Accused)!, cancellationToken);
        return new ReportMisbehavior(kind, fid, iteration, accused, kind == FaultKind.IncorrectShare ? await ShareKeyAsync(parsed, fid, iteration, accused, cancellationToken) : null);
    }

    private static async Task<byte[]> ShareKeyAsync(ParseResult parsed, string fid, int iteration, string accused, CancellationToken cancellationToken)
    {
        var file = parsed.GetValue(AuditKeyFile) ?? throw new UsageException("an unmasking share is sealed: --audit-key names the file with the federation's audit key");
        using var audit = AuditKey.FromBytes(await File.ReadAllBytesAsync(file, cancellationToken));
        using var key = audit.DeriveShareKey(fid, iteration, Attempt, accused);
        return key.Export();
    }
}
