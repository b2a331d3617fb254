using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using FLChain.Cli.Ledger;
using FLChain.Core.Answers;
using FLChain.Core.Records;
using FLChain.TrainerSdk.Ledger;
using Spectre.Console;

namespace FLChain.Cli.Commands;

/// <summary><c>flchain status</c>.</summary>
internal static class StatusCommand
{
    private const int LatestRounds = 10;
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true, Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };
    private static readonly Argument<string?> Fid = new("model") { Description = "A model's id, to see its federation and rounds; without it, all models.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<string> Profile = LedgerOptions.Profile();
    private static readonly Option<bool> Json = LedgerOptions.Json();

    public static Command Create()
    {
        var command = new Command("status", "Show the models on the ledger, or one model's federation with its members and latest rounds.") { Fid, Profile, Json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var ledger = LedgerOptions.Connect(parsed.GetValue(Profile)!);
            if (parsed.GetValue(Fid) is { } fid) await ShowOneAsync(ledger, fid, parsed.GetValue(Json), cancellationToken);
            else await ShowAllAsync(ledger, parsed.GetValue(Json), cancellationToken);
            return ExitCodes.Success;
        });
        return command;
    }

    private static async Task ShowAllAsync(LedgerClient ledger, bool json, CancellationToken cancellationToken)
    {
        var models = new List<ModelRecord>();
        await foreach (var model in ledger.AllModelsAsync(cancellationToken)) models.Add(model);
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(models, Format));
            return;
        }

        var table = new Table().AddColumn("model").AddColumn("stage").AddColumn("status").AddColumn(new TableColumn("members").RightAligned()).AddColumn(new TableColumn("price").RightAligned()).AddColumn("trained");
        foreach (var model in models)
            table.AddRow(
                Markup.Escape(model.Fid), Name(model.Stage), Name(model.Status), model.Dps.Count.ToString(CultureInfo.InvariantCulture),
                model.Price.ToString("N0", CultureInfo.InvariantCulture), Markup.Escape(model.Terms.ModelDescription));
        AnsiConsole.Write(models.Count > 0 ? table : new Text("no model has been published yet\n"));
    }

    private static async Task ShowOneAsync(LedgerClient ledger, string fid, bool json, CancellationToken cancellationToken)
    {
        var progress = await ledger.ProgressAsync(fid, cancellationToken);
        var rounds = new List<RoundState>();
        for (var iteration = Math.Max(1, progress.ClosedRounds - LatestRounds + 1); iteration <= progress.ClosedRounds; iteration++)
            rounds.Add(await ledger.RoundAsync(fid, iteration, cancellationToken));
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(new { progress, rounds }, Format));
            return;
        }

        var labels = await PartyNames.ReadAsync(ledger, cancellationToken);
        var model = progress.Model;
        AnsiConsole.MarkupLine($"[bold]{Markup.Escape(model.Title)}[/] ({fid}): {Name(model.Stage)}, {Name(model.Status)}, iteration {progress.ClosedRounds} of {model.Terms.Iterations}, {Markup.Escape(model.Terms.ModelDescription)}, {model.Terms.Threshold} of {model.Dps.Count} shares");
        var members = new Table().AddColumn("member").AddColumn("active").AddColumn(new TableColumn("reliability").RightAligned()).AddColumn(new TableColumn("missed").RightAligned());
        foreach (var dpId in model.Dps)
        {
            var trainer = await ledger.TrainerAsync(dpId, cancellationToken);
            var standing = progress.LastRound?.Standings.FirstOrDefault(known => known.DpId == dpId);
            members.AddRow(
                Markup.Escape(labels.Party(dpId)), progress.LastRound?.Active.Contains(dpId) == true ? "yes" : "no",
                (trainer.Rely / 1e6).ToString("F3", CultureInfo.InvariantCulture), (standing?.Misses ?? 0).ToString(CultureInfo.InvariantCulture));
        }

        AnsiConsole.Write(members);
        if (rounds.Count == 0) return;
        var table = new Table().Title("latest rounds").AddColumn("iteration").AddColumn("leader").AddColumn("contributors").AddColumn("shares").AddColumn("closed");
        foreach (var round in rounds)
            table.AddRow(
                round.Iteration.ToString(CultureInfo.InvariantCulture),
                Markup.Escape(labels.Party(round.Closed!.Leader)),
                round.Closed.Contributors.Count.ToString(CultureInfo.InvariantCulture),
                round.Closed.Shares.Count.ToString(CultureInfo.InvariantCulture),
                DateTimeOffset.FromUnixTimeMilliseconds(round.Closed.ClosedAt).ToString("u", CultureInfo.InvariantCulture));
        AnsiConsole.Write(table);
    }

    private static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
