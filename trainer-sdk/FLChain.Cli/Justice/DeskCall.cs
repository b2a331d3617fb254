using System.CommandLine;
using FLChain.Cli.Ledger;
using FLChain.Core.Ledger;
using FLChain.Core.Records;
using FLChain.TrainerSdk.Ledger;
using FLChain.TrainerSdk.Misbehavior;

namespace FLChain.Cli.Justice;

/// <summary>A command at the desk of reports and judgments: connects, acts, shows what came of it, and closes.</summary>
internal sealed class DeskCall(MisbehaviorDesk desk, bool json)
{
    public MisbehaviorDesk Desk => desk;

    /// <summary>The option by which a command learns who acts.</summary>
    /// <param name="who">Who that is, for the help.</param>
    /// <param name="required">Whether there is no default.</param>
    public static Option<string> Profile(string who, bool required = false)
    {
        var option = new Option<string>("--profile") { Description = $"Connection profile of {who}.", Required = required };
        if (!required) option.DefaultValueFactory = _ => Path.Combine(Commands.LedgerOptions.DefaultFolder, "auditor", "profile.json");
        return option;
    }

    /// <summary>Runs a command with a connection.</summary>
    /// <exception cref="UsageException">What was given cannot be meant.</exception>
    public static async Task<int> RunAsync(string profile, bool json, Func<DeskCall, Task<int>> command)
    {
        await using var desk = MisbehaviorDesk.Connect(profile);
        try
        {
            return await command(new DeskCall(desk, json));
        }
        catch (ArgumentException error)
        {
            throw new UsageException(error.Message);
        }
    }

    /// <summary>The dpId of a trainer that is named by its id or its pseudonym.</summary>
    /// <exception cref="UsageException">There is no such trainer.</exception>
    public async Task<string> TrainerAsync(string name, CancellationToken cancellationToken) =>
        Naming.IsPartyId(name)
            ? name
            : (await NamesAsync(cancellationToken)).PartyOf(name) ?? throw new UsageException($"there is no trainer with the pseudonym '{name}', and it is no dpId");

    /// <summary>Shows a report.</summary>
    public Task ShowAsync(ReportRecord report, CancellationToken cancellationToken) => ShowAsync(report, CaseText.Lines, cancellationToken);

    /// <summary>Shows an accusation.</summary>
    public Task ShowAsync(AccusationRecord accusation, CancellationToken cancellationToken) => ShowAsync(accusation, CaseText.Lines, cancellationToken);

    /// <summary>Shows every report and accusation of the ledger.</summary>
    public async Task ShowAllAsync(IReadOnlyList<ReportRecord> reports, IReadOnlyList<AccusationRecord> accusations, CancellationToken cancellationToken)
    {
        if (json)
        {
            Console.WriteLine(CaseText.Json(new { reports, accusations }));
            return;
        }

        var names = await NamesAsync(cancellationToken);
        foreach (var line in reports.SelectMany(report => CaseText.Lines(report, names))) Console.WriteLine(line);
        foreach (var line in accusations.SelectMany(accusation => CaseText.Lines(accusation, names))) Console.WriteLine(line);
        if (reports.Count + accusations.Count == 0) Console.WriteLine("nobody has been reported or accused");
    }

    /// <summary>Shows the drawn gradients of a federation.</summary>
    public async Task ShowAllAsync(IReadOnlyList<DrawnGradient> drawn, CancellationToken cancellationToken)
    {
        if (json)
        {
            Console.WriteLine(CaseText.Json(drawn));
            return;
        }

        var names = await NamesAsync(cancellationToken);
        foreach (var gradient in drawn) Console.WriteLine(CaseText.Line(gradient, names));
        if (drawn.Count == 0) Console.WriteLine("no gradient has been drawn");
    }

    /// <summary>A line for people; programs do not get it.</summary>
    public void Say(string line)
    {
        if (!json) Console.WriteLine(line);
    }

    private async Task ShowAsync<T>(T what, Func<T, AccountLabels, IEnumerable<string>> lines, CancellationToken cancellationToken)
    {
        if (json) Console.WriteLine(CaseText.Json(what));
        else foreach (var line in lines(what, await NamesAsync(cancellationToken))) Console.WriteLine(line);
    }

    private Task<AccountLabels> NamesAsync(CancellationToken cancellationToken) => PartyNames.ReadAsync(desk.Ledger, cancellationToken);
}
