using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using FLChain.Cli.Ledger;
using FLChain.Core;
using FLChain.Core.Answers;
using FLChain.Core.Ledger;
using FLChain.Core.Money;
using FLChain.Core.Requests;
using FLChain.TrainerSdk.Ledger;
using Spectre.Console;

namespace FLChain.Cli.Commands;

/// <summary><c>flchain statement</c>.</summary>
internal static class StatementCommand
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true, Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };
    private static readonly Argument<string?> Account = new("account")
    {
        Description = "A party's id or pseudonym, or an account: pac, auth, issue, fed:MODEL, deposit:PARTY. Without it, all accounts and the sum that proves conservation.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string> Profile = LedgerOptions.Profile();
    private static readonly Option<bool> Json = LedgerOptions.Json();

    public static Command Create()
    {
        var command = new Command(
            "statement",
            "Show an account's statement line by line, or all accounts with the sum that proves that money is conserved.\n\nExit codes: 0 shown, and money is conserved; 1 money is not conserved; 2 could not run.") { Account, Profile, Json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var ledger = LedgerOptions.Connect(parsed.GetValue(Profile)!);
            return parsed.GetValue(Account) is { } account
                ? await ShowOneAsync(ledger, account, parsed.GetValue(Json), cancellationToken)
                : await ShowAllAsync(ledger, parsed.GetValue(Json), cancellationToken);
        });
        return command;
    }

    private static async Task<int> ShowAllAsync(LedgerClient ledger, bool json, CancellationToken cancellationToken)
    {
        var accounts = await ledger.EvaluateAsync<ConservationAnswer>(TransactionNames.Incentive.Contract, TransactionNames.Incentive.GetConservation, null, cancellationToken);
        if (json) Console.WriteLine(JsonSerializer.Serialize(accounts, Format));
        else AnsiConsole.Write(AccountTable.Of(accounts, await PartyNames.ReadAsync(ledger, cancellationToken)));
        return accounts.Minted == accounts.SumOfAccounts ? ExitCodes.Success : ExitCodes.Failed;
    }

    private static async Task<int> ShowOneAsync(LedgerClient ledger, string account, bool json, CancellationToken cancellationToken)
    {
        var labels = await PartyNames.ReadAsync(ledger, cancellationToken);
        var name = Resolve(account, labels);
        var lines = new List<Posting>();
        var bookmark = "";
        do
        {
            var page = await ledger.EvaluateAsync<Page<Posting>>(
                TransactionNames.Incentive.Contract, TransactionNames.Incentive.GetStatement, new PageRequest(PageRequest.MaxPageSize, bookmark, name), cancellationToken);
            lines.AddRange(page.Items);
            bookmark = page.Bookmark;
        }
        while (bookmark.Length > 0);

        var now = await ledger.AccountAsync(name, cancellationToken);
        if (json) Console.WriteLine(JsonSerializer.Serialize(new { account = now, lines }, Format));
        else AnsiConsole.Write(TableOf(lines, labels, name));
        var held = AccountName.IsDeposit(name) ? now.Deposit : now.Balance;
        return lines.Sum(line => line.Amount) == held ? ExitCodes.Success : ExitCodes.Failed;
    }

    private static Table TableOf(List<Posting> lines, AccountLabels labels, string name)
    {
        var table = new Table().Title(Markup.Escape(labels.Of(name))).AddColumn("time").AddColumn("for").AddColumn("with").AddColumn("reference").AddColumn(new TableColumn("amount").RightAligned()).AddColumn(new TableColumn("balance").RightAligned());
        long balance = 0;
        foreach (var line in lines)
        {
            balance += line.Amount;
            table.AddRow(
                DateTimeOffset.FromUnixTimeMilliseconds(line.At).ToString("u", CultureInfo.InvariantCulture),
                JsonNamingPolicy.CamelCase.ConvertName(line.Event.ToString()),
                Markup.Escape(labels.Of(line.Counterparty)),
                Markup.Escape(labels.Party(line.Reference)),
                line.Amount.ToString("+#,0;-#,0;0", CultureInfo.InvariantCulture),
                balance.ToString("N0", CultureInfo.InvariantCulture));
        }

        return table;
    }

    private static string Resolve(string account, AccountLabels labels)
    {
        if (account.Contains(':', StringComparison.Ordinal) || account is AccountName.Issue or AccountName.Public or AccountName.Authority) return account;
        var party = Naming.IsPartyId(account) ? account : labels.PartyOf(account);
        return AccountName.Party(party ?? throw new UsageException($"there is no trainer with the pseudonym '{account}', and it is no account; see --help"));
    }
}
