using System.CommandLine;
using FLChain.Cli.Justice;
using FLChain.Cryptography.Envelopes;
using FLChain.TrainerSdk.Misbehavior;

namespace FLChain.Cli.Commands;

/// <summary><c>flchain watch</c>.</summary>
internal static class WatchCommand
{
    private static readonly Argument<string?> Fid = new("model") { Description = "The only model that is watched; without it, all.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<string> Profile = DeskCall.Profile("who watches, and pays and earns for its reports");
    private static readonly Option<string> Data = new("--data") { Description = "Folder that remembers what was checked: a watch that was stopped goes on there.", DefaultValueFactory = _ => "flchain-watch" };
    private static readonly Option<string?> AuditKeyFile = new("--audit-key") { Description = "File with the federation's audit key (32 bytes): its sealed unmasking shares are opened and verified too. Needs MODEL." };
    private static readonly Option<bool> Once = new("--once") { Description = "Check what is on the ledger now, and end." };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Report nothing, and open no inspection: faults are shown only." };
    private static readonly Option<bool> Inspect = new("--inspect") { Description = "Open the inspections of gradients that the beacons draw too, for no fee and for judges to hold (see: flchain inspect)." };
    private static readonly Option<bool> Json = new("--json") { Description = "Print each finding, and at the end the summary, as one line of JSON." };

    public static Command Create()
    {
        var command = new Command(
            "watch",
            "Watch as an auditor who trains nothing: verify the proof of every masked gradient, multiply every aggregate again, with the audit key open every unmasking share, and report what is wrong. Runs until Ctrl-C.\n\nExit codes: 0 nothing wrong was found; 1 something was; 2 could not run.")
        {
            Fid, Profile, Data, AuditKeyFile, Once, DryRun, Inspect, Json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var auditKeyFile = parsed.GetValue(AuditKeyFile);
        var json = parsed.GetValue(Json);
        try
        {
            using var key = auditKeyFile is null ? null : AuditKey.FromBytes(await File.ReadAllBytesAsync(auditKeyFile, cancellationToken));
            await using var watch = IndependentWatch.Connect(new WatchOptions
            {
                Profile = parsed.GetValue(Profile)!,
                StateDirectory = Path.GetFullPath(parsed.GetValue(Data)!),
                Fid = parsed.GetValue(Fid),
                AuditKey = key,
                Reports = !parsed.GetValue(DryRun),
                Inspects = parsed.GetValue(Inspect),
                Progress = new Printer(json),
            });
            await WatchAsync(watch, parsed.GetValue(Once), json, cancellationToken);
            Console.WriteLine(json ? CaseText.JsonLine(watch.Summary) : Summarize(watch.Summary));
            return watch.Summary.Faults == 0 ? ExitCodes.Success : ExitCodes.Failed;
        }
        catch (ArgumentException error)
        {
            throw new UsageException(error.Message);
        }
    }

    private static async Task WatchAsync(IndependentWatch watch, bool once, bool json, CancellationToken cancellationToken)
    {
        if (once)
        {
            await watch.LookAsync(cancellationToken);
            return;
        }

        if (!json) Console.WriteLine("watching; Ctrl-C stops it, and the same command goes on");
        try
        {
            await watch.RunAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // That is how a watch ends.
        }
    }

    private static string Summarize(WatchSummary summary) =>
        $"checked {summary.Gradients} masked gradients, {summary.Aggregates} aggregates, {summary.Shares} shares; not checked: {summary.NotChecked}; wrong: {summary.Faults}, of which {summary.Reported} were reported and proven";

    private sealed class Printer(bool json) : IProgress<WatchFinding>
    {
        public void Report(WatchFinding value)
        {
            if (json) Console.WriteLine(CaseText.JsonLine(value));
            else if (value.Outcome != WatchOutcome.NotChecked || value.Kind is null) Console.WriteLine(Line(value));
        }

        private static string Line(WatchFinding value) =>
            value.Accused.Length > 0
                ? $"{value.Outcome}: {value.Fid}, iteration {value.Iteration}, {value.Accused}: {value.Message}"
                : $"{value.Outcome}: {value.Fid}, iteration {value.Iteration}: {value.Message}";
    }
}
