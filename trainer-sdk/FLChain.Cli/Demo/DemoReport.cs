using System.Globalization;
using FLChain.Cli.Ledger;
using FLChain.Core.Answers;
using Spectre.Console;

namespace FLChain.Cli.Demo;

/// <summary>What people see at the end of the story.</summary>
internal static class DemoReport
{
    public static void Write(IAnsiConsole console, DemoResult result, ConservationAnswer accounts, AccountLabels labels)
    {
        console.WriteLine();
        console.Write(Accuracies(result));
        console.Write(Times(result));
        console.Write(AccountTable.Of(accounts, labels));
        console.MarkupLine(result.Minted == result.SumOfAccounts
            ? $"Money is conserved: [bold]{Amount(result.Minted)}[/] were minted, and all accounts together hold [bold]{Amount(result.SumOfAccounts)}[/]."
            : $"[red]Money is not conserved: {Amount(result.Minted)} were minted, all accounts together hold {Amount(result.SumOfAccounts)}.[/]");
    }

    private static Table Accuracies(DemoResult result)
    {
        var table = new Table().Title(Markup.Escape($"Accuracy on the test set after {result.Iterations} iterations, {result.Dataset}")).AddColumn("trained on").AddColumn(new TableColumn("accuracy").RightAligned());
        for (var j = 0; j < result.SingleTestAccuracies.Count; j++) table.AddRow($"trainer {j + 1} alone", Percent(result.SingleTestAccuracies[j]));
        table.AddRow("[bold]the federation, under masks[/]", $"[bold]{Percent(result.FederationTestAccuracy)}[/]");
        table.AddRow("the same without masks", Percent(result.UnmaskedTestAccuracy));
        return table.AddRow("all data in one place", Percent(result.FullSetTestAccuracy));
    }

    private static Table Times(DemoResult result)
    {
        var table = new Table().Title($"Seconds per iteration and trainer ({result.Parameters:N0} parameters, {result.CiphertextsPerVector} ciphertexts)").AddColumn("step").AddColumn(new TableColumn("seconds").RightAligned());
        foreach (var (step, seconds) in result.Seconds) table.AddRow(step, (seconds / result.Iterations).ToString("F3", CultureInfo.InvariantCulture));
        return table.AddRow("[bold]an iteration, wall clock[/]", $"[bold]{result.SecondsPerIteration.ToString("F3", CultureInfo.InvariantCulture)}[/]");
    }

    private static string Percent(double ratio) => (ratio * 100).ToString("F2", CultureInfo.InvariantCulture) + " %";

    private static string Amount(long amount) => amount.ToString("N0", CultureInfo.InvariantCulture);
}
