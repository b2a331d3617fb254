using System.Globalization;
using FLChain.Core.Answers;
using Spectre.Console;

namespace FLChain.Cli.Ledger;

/// <summary>All accounts in a table.</summary>
internal static class AccountTable
{
    public static Table Of(ConservationAnswer accounts, AccountLabels labels)
    {
        var table = new Table().Title("Accounts").AddColumn("account").AddColumn(new TableColumn("balance").RightAligned()).AddColumn(new TableColumn("deposit").RightAligned());
        foreach (var account in accounts.Accounts)
            table.AddRow(Markup.Escape(labels.Of(account.Account)), Amount(account.Balance), account.Deposit == 0 ? "" : Amount(account.Deposit));
        return table.AddRow("[bold]sum of accounts[/]", $"[bold]{Amount(accounts.SumOfAccounts)}[/]", "").AddRow("minted", Amount(accounts.Minted), "");
    }

    private static string Amount(long amount) => amount.ToString("N0", CultureInfo.InvariantCulture);
}
