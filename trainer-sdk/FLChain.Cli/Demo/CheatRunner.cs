using System.Globalization;
using FLChain.Cli.Audit;
using FLChain.Laboratory.Cheats;
using FLChain.Laboratory.Scenes;
using FLChain.TrainerSdk.Progress;
using Spectre.Console;

namespace FLChain.Cli.Demo;

/// <summary><c>flchain demo --cheat</c>: plays one cheat of the laboratory and holds what came of it against the tables.</summary>
internal static class CheatRunner
{
    /// <summary>Plays a cheat on a fresh embedded consortium, or on one that runs already.</summary>
    /// <param name="name">A cheat of the catalogue.</param>
    /// <param name="network">Folder of the parties of a consortium; its first four trainers who are not registered yet play. Null for a fresh embedded one.</param>
    /// <param name="console">Where it is shown.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>An exit code; see <see cref="ExitCodes"/>.</returns>
    /// <exception cref="UsageException">There is no such cheat.</exception>
    public static async Task<int> RunAsync(string name, string? network, IAnsiConsole console, CancellationToken cancellationToken)
    {
        var cheat = Find(name);
        if (network is not null)
        {
            await using var running = await DemoStage.OpenWithNewcomersAsync(Path.GetFullPath(network), Scene.Trainers, cancellationToken);
            return await PlayAsync(cheat, running, console, cancellationToken);
        }

        var folder = Directory.CreateTempSubdirectory("flchain-cheat-").FullName;
        try
        {
            await using var stage = await DemoStage.EmbedAsync(folder, Scene.Trainers, cancellationToken);
            return await PlayAsync(cheat, stage, console, cancellationToken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The cheat of this name.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static Cheat Find(string name) => CheatCatalogue.Find(name)
        ?? throw new UsageException($"--cheat: there is no cheat '{name}'; flchain demo --list-cheats prints them all");

    /// <summary>Plays a cheat with the parties of a consortium.</summary>
    private static async Task<int> PlayAsync(Cheat cheat, DemoStage stage, IAnsiConsole console, CancellationToken cancellationToken)
    {
        var view = new ConsoleDemoView(console);
        view.Chapter($"{cheat.Name}: {cheat.Description}");
        view.Note($"short keys of {Scene.ModulusBits} bits, which anyone can break: this federation is a play");
        var result = await Scene.PlayAsync(
            new SceneFiles(stage.Files.Authority, stage.Trainers, stage.Files.Buyer, stage.Files.AuditorProfile), cheat, new Progress(view), view.Note, cancellationToken);
        view.Chapter("An auditor who trusts nobody executes every transaction again");
        var audit = await DemoAudit.RunAsync(stage, cancellationToken);
        Write(console, cheat, result, audit);
        return result.Passed && audit.Passed ? ExitCodes.Success : ExitCodes.Failed;
    }

    private static void Write(IAnsiConsole console, Cheat cheat, SceneResult result, AuditReport audit)
    {
        console.WriteLine();
        console.MarkupLine($"[bold]What must come of it[/]  {Markup.Escape(cheat.Expectation.Words)}");
        console.MarkupLine("[bold]Found[/]");
        if (result.Found.Count == 0) console.WriteLine("  no fault stands on the ledger");
        foreach (var line in result.Found) console.WriteLine($"  {line}");
        foreach (var (trainer, failure) in result.Failures) console.WriteLine($"  the script of {trainer} ended: {failure.Message}");
        console.Write(ChecksOf(result));
        console.Write(PaidOf(result));
        console.MarkupLine($"The audit: [{(audit.Passed ? "green" : "red")}]{(audit.Passed ? "passed" : "failed")}[/]");
        foreach (var line in AuditReportText.Lines(audit)) console.WriteLine(line);
        console.MarkupLine(result.Passed ? "[green]It ended as the tables say.[/]" : "[red]It did not end as the tables say.[/]");
    }

    private static Table ChecksOf(SceneResult result)
    {
        var table = new Table().AddColumn("what").AddColumn("expected").AddColumn("actual").AddColumn("");
        foreach (var check in result.Checks)
            table.AddRow(Markup.Escape(check.What), Markup.Escape(check.Expected), Markup.Escape(check.Actual), Mark(check.Holds));
        return table;
    }

    private static Table PaidOf(SceneResult result)
    {
        var table = new Table().AddColumn("account").AddColumn(new TableColumn("expected").RightAligned()).AddColumn(new TableColumn("actual").RightAligned()).AddColumn("");
        foreach (var line in result.Paid) table.AddRow(Markup.Escape(line.Account), Amount(line.Expected), Amount(line.Actual), Mark(line.Holds));
        return table;
    }

    private static string Amount(long amount) => amount.ToString("+#,0;-#,0;0", CultureInfo.InvariantCulture);

    private static string Mark(bool holds) => holds ? "[green]✓[/]" : "[red]✗[/]";

    private sealed class Progress(ConsoleDemoView view) : IProgress<TrainingEvent>
    {
        public void Report(TrainingEvent value)
        {
            if (value.Message.Length > 0) view.Note($"{value.DpId[..8]}… {value.Message}");
        }
    }
}
