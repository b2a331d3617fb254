using System.Globalization;
using FLChain.Core.Money;
using FLChain.Gateway.Pages.Markup;
using FLChain.Gateway.Rest;

namespace FLChain.Gateway.Pages;

/// <summary>One's accounts, the shared ones, and the statement of each.</summary>
internal static class AccountsPage
{
    private static readonly Role SeesAll = Role.Auditor | Role.Authority;

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/accounts", Show).ForSignedIn();
        pages.MapGet("/accounts/{account}", Statement).ForSignedIn();
    }

    private static PageResult Show(HttpContext context, LedgerIndex index)
    {
        var user = context.RequireUser();
        using var session = index.Read();
        string[] accounts = [AccountName.Party(user.PartyId), AccountName.Deposit(user.PartyId), AccountName.Public, AccountName.Authority, AccountName.Issue];
        var rows = accounts.Select(name => (Name: name, Found: session.Balance(name))).Where(each => each.Found is not null).Select(each => (IReadOnlyList<Html>)
        [
            Link(session, each.Name),
            Html.Of($"{Words.Amount(each.Found!.Value.Balance)}"),
            Html.Of($"{Words.Amount(each.Found.Value.Lines)}"),
        ]);
        return new PageResult(Layout.Page(context, "Accounts", Html.Of(
            $"""
            <h1>Accounts</h1>
            {(session.Balance(accounts[0]) is null ? Html.Of($"""<p class="notice">You have no money yet: the authority issues it.</p>""") : null)}
            {Parts.Table("Your accounts and the shared ones", ["Account", "#Balance", "#Lines"], rows, "No money has moved yet.")}
            {(user.Has(SeesAll) ? Every(session) : null)}
            """)));
    }

    // Those of trainers, by name: an auditor looks for people, not for hashes.
    private static Html Every(IndexSession session)
    {
        var trainers = session.Trainers(new TrainerQuery(Limit: PageQuery.MaxLimit)).Items;
        var rows = trainers.SelectMany(trainer => new[] { AccountName.Party(trainer.Record.DpId), AccountName.Deposit(trainer.Record.DpId) })
            .Select(name => (Name: name, Found: session.Balance(name))).Where(each => each.Found is not null).Select(each => (IReadOnlyList<Html>)
            [
                Link(session, each.Name),
                Html.Of($"{Words.Amount(each.Found!.Value.Balance)}"),
                Html.Of($"{Words.Amount(each.Found.Value.Lines)}"),
            ]);
        return Html.Of($"""<section aria-labelledby="trainers"><h2 id="trainers">Trainers' accounts</h2>{Parts.Table("Accounts of trainers", ["Account", "#Balance", "#Lines"], rows, "There are none.")}</section>""");
    }

    private static PageResult Statement(HttpContext context, LedgerIndex index, string account, [AsParameters] PageQuery page)
    {
        var user = context.RequireUser();

        // Told before it is looked for: otherwise the answer would say whether there is one.
        if (AccountName.OwnerOf(account) is { } owner && owner != user.PartyId && !user.Has(SeesAll)) throw Problem.Forbidden("the account is another's");
        using var session = index.Read();
        var (balance, lines) = session.Balance(account) ?? throw Problem.NotFound("there is no such account");
        (long, string, int)? before = page.After(3) is [var at, var tx, var number] ? (Parameters.Number(at), tx, Parameters.Ordinal(number)) : null;
        var list = page.Cut(
            most => session.Statement(account, before, most),
            line => Cursor.Write(Parameters.Text(line.At), line.Tx, line.Number.ToString(CultureInfo.InvariantCulture)));
        var title = Title(session, account);
        return new PageResult(Layout.Page(context, title, Html.Of(
            $"""
            <h1>{title}</h1>
            {Parts.Facts(("Balance", Html.Of($"<strong>{Words.Amount(balance)}</strong>")), ("Lines", Html.Of($"{Words.Amount(lines)}")), ("Account", Html.Of($"""<code class="wrap">{account}</code>""")))}
            {Parts.Table("Statement, the newest first", ["When", "#Amount", "What for", "With", "Belongs to", "Block"], list.Items.Select(line => Row(session, line)), "No money has moved.")}
            {Parts.Next(context, list.Next)}
            """)));
    }

    private static IReadOnlyList<Html> Row(IndexSession session, StatementLine line) =>
    [
        Words.Time(line.At),
        Html.Of($"""<span class="{(line.Amount < 0 ? "gives" : "takes")}">{Words.Signed(line.Amount)}</span>"""),
        Html.Of($"{Words.Of(line.Event)}"),
        Link(session, line.Counterparty),
        line.Reference.Length > 0 ? Words.Id(line.Reference) : Html.Of($"—"),
        Html.Of($"""<a href="/audit/blocks/{line.Block}">{Words.Amount(line.Block)}</a>"""),
    ];

    private static Html Link(IndexSession session, string account) => Html.Of($"""<a href="/accounts/{account}">{Title(session, account)}</a>""");

    private static string Title(IndexSession session, string account)
    {
        if (AccountName.OwnerOf(account) is { } owner)
            return $"{(AccountName.IsDeposit(account) ? "Deposit of" : "Account of")} {session.Find<TrainerRecord>(Keys.Trainer(owner))?.Record.Pseudonym ?? owner[..Math.Min(10, owner.Length)]}";
        return account switch
        {
            AccountName.Public => "Public account (PAC)",
            AccountName.Authority => "Authority (AUTH)",
            AccountName.Issue => "Issue of money",
            _ => account.StartsWith("fed:", StringComparison.Ordinal) ? $"Federation of {account[4..]}" : account,
        };
    }
}
