using System.CommandLine;
using FLChain.Cli.Justice;
using FLChain.TrainerSdk;
using FLChain.TrainerSdk.Inspections;
using FLChain.TrainerSdk.State;

namespace FLChain.Cli.Commands;

/// <summary><c>flchain inspect</c>.</summary>
internal static class InspectCommand
{
    private static readonly Argument<string> Fid = new("model") { Description = "The model's id." };
    private static readonly Argument<int> Iteration = new("iteration") { Description = "The iteration, from 1." };
    private static readonly Argument<string> Member = new("member") { Description = "The gradient's author, by dpId or pseudonym." };
    private static readonly Option<string> Profile = DeskCall.Profile("who asks");
    private static readonly Option<string> Options = new("--options") { Description = "The trainer's own options file.", Required = true };
    private static readonly Option<string> Output = new("--out") { Description = "Folder for weights.f32 and submitted.f32, made when it is missing; files that exist are not replaced.", Required = true };
    private static readonly Option<string> Gradient = new("--gradient") { Description = "File with the repeated gradient: little-endian float32, one for each parameter.", Required = true };
    private static readonly Option<bool> Json = LedgerOptions.Json();

    public static Command Create() => new(
        "inspect",
        "Inspect a gradient that the beacon has drawn: anyone opens the inspection; the member shows the judges, on its own premises, that its data give the gradient that it masked; flchain judge decides. Samples never leave the member.")
    {
        Drawn(), Open(), Show(), Compare(), Weights(),
    };

    private static Command Drawn()
    {
        var command = new Command("drawn", "List the gradients of a model's closed iterations that were drawn, and which of them are inspected.\n\nExit codes: 0 listed; 2 could not run.") { Fid, Profile, Json };
        command.SetAction((parsed, cancellationToken) => DeskCall.RunAsync(parsed.GetValue(Profile)!, parsed.GetValue(Json), async call =>
        {
            await call.ShowAllAsync(await call.Desk.DrawnAsync(parsed.GetValue(Fid)!, cancellationToken), cancellationToken);
            return ExitCodes.Success;
        }));
        return command;
    }

    private static Command Open()
    {
        var command = new Command(
            "open",
            "Open the inspection of a drawn gradient. It costs no fee and suspends nobody. Who opened it earns the reward r_2 when the judges find the member guilty.\n\nExit codes: 0 opened; 2 refused, or could not run.")
        {
            Fid, Iteration, Member, Profile, Json,
        };
        command.SetAction((parsed, cancellationToken) => DeskCall.RunAsync(parsed.GetValue(Profile)!, parsed.GetValue(Json), async call =>
        {
            var member = await call.TrainerAsync(parsed.GetValue(Member)!, cancellationToken);
            await call.ShowAsync(await call.Desk.OpenInspectionAsync(parsed.GetValue(Fid)!, parsed.GetValue(Iteration), member, cancellationToken), cancellationToken);
            return ExitCodes.Success;
        }));
        return command;
    }

    private static Command Show()
    {
        var command = new Command(
            "show",
            "As the member: write the weights before the iteration, and the gradient that the masked gradient on the ledger really holds, for the judges to see here. Both are held against the ledger first. Erase them afterwards.\n\nExit codes: 0 written; 2 could not run.")
        {
            Fid, Iteration, Options, Output, Json,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, async trainer =>
        {
            var folder = parsed.GetValue(Output)!;
            string[] paths = [Path.Combine(folder, "weights.f32"), Path.Combine(folder, "submitted.f32")];
            if (paths.FirstOrDefault(File.Exists) is { } taken) throw new UsageException($"--out: '{taken}' exists already");
            var inspection = await OpenAsync(trainer, parsed, cancellationToken);
            OwnerOnlyFile.CreateFolder(folder);
            OwnerOnlyFile.Write(paths[0], FloatBytes.Of(inspection.Weights));
            OwnerOnlyFile.Write(paths[1], FloatBytes.Of(inspection.Submitted));
            var shown = new { inspection.Fid, inspection.Iteration, inspection.GradientDigest, inspection.WeightsDigest, Weights = paths[0], Submitted = paths[1] };
            if (parsed.GetValue(Json))
            {
                Console.WriteLine(CaseText.Json(shown));
                return ExitCodes.Success;
            }

            Console.WriteLine($"masked gradient SHA-512 {shown.GradientDigest}, as on the ledger");
            Console.WriteLine($"weights SHA-512 {shown.WeightsDigest}: ask a partner for its own");
            foreach (var path in paths) Console.WriteLine($"wrote {path}, {inspection.Weights.Length} values");
            return ExitCodes.Success;
        }));
        return command;
    }

    private static Command Compare()
    {
        var command = new Command(
            "compare",
            "As the member: hold a repeated gradient against the one that was submitted.\n\nExit codes: 0 it is that one, within the rounding; 1 it differs; 2 could not run.")
        {
            Fid, Iteration, Options, Gradient, Json,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, async trainer =>
        {
            var repeated = await ReadAsync(parsed.GetValue(Gradient)!, cancellationToken);
            var comparison = (await OpenAsync(trainer, parsed, cancellationToken)).Compare(repeated);
            if (parsed.GetValue(Json)) Console.WriteLine(CaseText.Json(comparison));
            else Console.WriteLine(FormattableString.Invariant(
                $"{(comparison.Holds ? "it is the submitted gradient" : "it is another gradient")}: the largest difference is {comparison.LargestDifferenceInSteps:0.###} steps ({comparison.LargestDifference:g4}) at parameter {comparison.Index}; {InspectionComparison.ToleranceInSteps} steps are rounding"));
            return comparison.Holds ? ExitCodes.Success : ExitCodes.Failed;
        }));
        return command;
    }

    private static Command Weights()
    {
        var command = new Command(
            "weights",
            "As any member: print the SHA-512 of the weights that the iteration began with, to attest it to the judges.\n\nExit codes: 0 printed; 2 could not run.")
        {
            Fid, Iteration, Options, Json,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, async trainer =>
        {
            var (fid, iteration) = (parsed.GetValue(Fid)!, parsed.GetValue(Iteration));
            var digest = await trainer.InspectedWeightsAsync(fid, iteration, cancellationToken);
            Console.WriteLine(parsed.GetValue(Json) ? CaseText.Json(new { fid, iteration, weightsDigest = digest }) : digest);
            return ExitCodes.Success;
        }));
        return command;
    }

    private static Task<Inspection> OpenAsync(Trainer trainer, ParseResult parsed, CancellationToken cancellationToken) =>
        trainer.InspectionAsync(parsed.GetValue(Fid)!, parsed.GetValue(Iteration), cancellationToken);

    private static async Task<float[]> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var bytes = await File.ReadAllBytesAsync(path, cancellationToken);
        return bytes.Length % 4 == 0 ? FloatBytes.Read(bytes) : throw new UsageException($"--gradient: '{path}' has {bytes.Length} bytes, which are no float32 values");
    }

    private static async Task<int> RunAsync(ParseResult parsed, Func<Trainer, Task<int>> command)
    {
        await using var trainer = Trainer.Connect(parsed.GetValue(Options)!);
        try
        {
            return await command(trainer);
        }
        catch (ArgumentException error)
        {
            throw new UsageException(error.Message);
        }
    }
}
