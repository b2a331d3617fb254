using System.CommandLine;
using FLChain.Cli.Justice;
using FLChain.Core.Records;
using FLChain.TrainerSdk.Misbehavior;

namespace FLChain.Cli.Commands;

/// <summary><c>flchain judge</c>.</summary>
internal static class JudgeCommand
{
    private static readonly Argument<string> ReportId = new("accusation") { Description = "The accusation's id, as flchain report list shows it." };
    private static readonly Argument<string> JudgmentPath = new("judgment") { Description = "The judgment's file." };
    private static readonly Option<string> Profile = DeskCall.Profile("who carries the judgment; the signatures decide, not the carrier");
    private static readonly Option<string> Verdict = new("--verdict") { Description = "guilty or dismissed.", Required = true };
    private static readonly Option<string> Findings = new("--findings") { Description = "Why, 1 to 4,000 characters.", Required = true };
    private static readonly Option<string[]> Legal = new("--legal") { Description = "A model that may be sold although its trainer is guilty; may be given again. The others are forbidden for ever." };
    private static readonly Option<string> KeyFile = new("--key") { Description = "The judge's key, PEM. While the policy names no judges it is the authority's state/encryption-key.pem.", Required = true };
    private static readonly Option<string> Output = new("--out") { Description = "The file to write; one that exists is not replaced.", Required = true };
    private static readonly Option<bool> Json = LedgerOptions.Json();

    public static Command Create() => new(
        "judge",
        "Judge an accusation. One judge: decide. Several, of whom the policy asks for k: one drafts, each reads and signs the file, anyone submits it.")
    {
        Decide(), Draft(), Sign(), Submit(), Settle(), Key(),
    };

    private static Command Decide()
    {
        var command = new Command("decide", "Draft, sign and submit a judgment at once, for a policy of one judge.\n\nExit codes: 0 judged; 2 refused, or could not run.")
        {
            ReportId, Verdict, Findings, Legal, KeyFile, Profile, Json,
        };
        command.SetAction((parsed, cancellationToken) => DeskCall.RunAsync(parsed.GetValue(Profile)!, parsed.GetValue(Json), async call =>
        {
            using var key = JudgeKey.Load(parsed.GetValue(KeyFile)!);
            return await SubmitAsync(call, (await DraftAsync(call, parsed, cancellationToken)).Sign(key), cancellationToken);
        }));
        return command;
    }

    private static Command Draft()
    {
        var command = new Command("draft", "Write the judgment that is due to a file, for the judges to sign.\n\nExit codes: 0 written; 2 could not run.")
        {
            ReportId, Verdict, Findings, Legal, Output, Profile,
        };
        command.SetAction((parsed, cancellationToken) => DeskCall.RunAsync(parsed.GetValue(Profile)!, json: false, async call =>
        {
            var path = RequireNew(parsed);
            var draft = await DraftAsync(call, parsed, cancellationToken);
            draft.Save(path);
            Show(draft);
            return ExitCodes.Success;
        }));
        return command;
    }

    private static Command Sign()
    {
        var command = new Command("sign", "Show the judgment in a file and add one judge's signature to it. Needs no connection.\n\nExit codes: 0 signed; 2 could not run.") { JudgmentPath, KeyFile };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(JudgmentPath)!;
            using var key = JudgeKey.Load(parsed.GetValue(KeyFile)!);
            var signed = JudgmentFile.Load(path).Sign(key);
            signed.Save(path);
            Show(signed);
            return ExitCodes.Success;
        });
        return command;
    }

    private static Command Submit()
    {
        var command = new Command("submit", "Submit a judgment that enough judges have signed.\n\nExit codes: 0 judged; 2 refused, or could not run.") { JudgmentPath, Profile, Json };
        command.SetAction((parsed, cancellationToken) => DeskCall.RunAsync(
            parsed.GetValue(Profile)!, parsed.GetValue(Json), call => SubmitAsync(call, JudgmentFile.Load(parsed.GetValue(JudgmentPath)!), cancellationToken)));
        return command;
    }

    private static Command Settle()
    {
        var command = new Command("settle", "Execute a judgment that nobody appealed in time or whose appeal nobody decided, or let an accusation lapse that nobody judged. Anyone may.\n\nExit codes: 0 settled; 2 refused, or could not run.")
        {
            ReportId, Profile, Json,
        };
        command.SetAction((parsed, cancellationToken) => DeskCall.RunAsync(parsed.GetValue(Profile)!, parsed.GetValue(Json), async call =>
        {
            await call.ShowAsync(await call.Desk.SettleAsync(parsed.GetValue(ReportId)!, cancellationToken), cancellationToken);
            return ExitCodes.Success;
        }));
        return command;
    }

    private static Command Key()
    {
        var command = new Command("key", "Make a judge's key and print its public key (base64 of its SubjectPublicKeyInfo), which the authority names in the policy's judgeKeys.\n\nExit codes: 0 made; 2 could not run.") { Output };
        command.SetAction(parsed =>
        {
            var path = RequireNew(parsed);
            using var key = JudgeKey.Generate();
            key.Save(path);
            Console.WriteLine(Convert.ToBase64String(key.PublicKey));
            return ExitCodes.Success;
        });
        return command;
    }

    private static Task<JudgmentFile> DraftAsync(DeskCall call, ParseResult parsed, CancellationToken cancellationToken)
    {
        var verdict = parsed.GetValue(Verdict) switch
        {
            "guilty" => Core.Records.Verdict.Guilty,
            "dismissed" => Core.Records.Verdict.Dismissed,
            var other => throw new UsageException($"--verdict is guilty or dismissed, not '{other}'"),
        };
        return call.Desk.DraftFileAsync(parsed.GetValue(ReportId)!, verdict, parsed.GetValue(Findings)!, parsed.GetValue(Legal) ?? [], cancellationToken);
    }

    private static async Task<int> SubmitAsync(DeskCall call, JudgmentFile file, CancellationToken cancellationToken)
    {
        if (file.Channel != call.Desk.Channel) throw new UsageException($"the judgment was signed for the channel '{file.Channel}', not for '{call.Desk.Channel}'");
        await call.ShowAsync(await call.Desk.JudgeAsync(file.Judgment, file.Signatures, cancellationToken), cancellationToken);
        return ExitCodes.Success;
    }

    private static string RequireNew(ParseResult parsed)
    {
        var path = parsed.GetValue(Output)!;
        return File.Exists(path) ? throw new UsageException($"--out: '{path}' exists already") : path;
    }

    private static void Show(JudgmentFile file)
    {
        Console.WriteLine($"accusation {file.Judgment.ReportId} on {file.Channel}: {file.Claim}");
        foreach (var line in CaseText.Lines(file.Judgment)) Console.WriteLine(line);
        Console.WriteLine($"{file.Signatures.Count} signed");
    }
}
