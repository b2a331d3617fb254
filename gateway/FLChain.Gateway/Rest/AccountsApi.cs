using FLChain.Core.Money;
using FLChain.Core.Requests;
using static FLChain.Core.TransactionNames;

namespace FLChain.Gateway.Rest;

/// <summary>Accounts and statements: one's own, the shared ones; every one for auditors and the authority.</summary>
internal static class AccountsApi
{
    public static void Map(RouteGroupBuilder v1)
    {
        var accounts = v1.MapGroup("/accounts").WithTags("Accounts").ForSignedIn();
        accounts.MapGet("/{account}", One).WithName("GetAccount").WithSummary("Balance of an account: pac, auth, issue, fed:{fid}, party:{id}, deposit:{id}")
            .Produces<AccountBalance>().ProducesProblem(403).ProducesProblem(404);
        accounts.MapGet("/{account}/statement", Statement).WithName("GetStatement").WithSummary("Lines of an account's statement, the newest first")
            .Produces<ListOf<StatementLine>>().ProducesProblem(403).ProducesProblem(404);
        accounts.MapPost("/{account}/deposits", (LedgerCall call, string account, MoveDeposit input) => Move(call, account, Incentive.Deposit, input))
            .For(Role.Trainer).Submits("Deposit", "Move an amount from one's balance to one's deposit: the account is deposit:{id}");
        accounts.MapPost("/{account}/withdrawals", (LedgerCall call, string account, MoveDeposit input) => Move(call, account, Incentive.Withdraw, input))
            .For(Role.Trainer).Submits("Withdraw", "Move what is not frozen from one's deposit to one's balance: the account is deposit:{id}");
        accounts.MapPost("/{account}/issues", Issue).For(Role.Authority)
            .Submits("IssueMoney", "Issue money to a party, once for each reference: the account is party:{id}");
    }

    private static Task<IResult> Move(LedgerCall call, string account, string transaction, MoveDeposit input)
    {
        if (account != AccountName.Deposit(call.User.PartyId)) throw Problem.Forbidden("the deposit is another's");
        return call.SubmitAsync(Incentive.Contract, transaction, input);
    }

    private static Task<IResult> Issue(LedgerCall call, string account, IssueInput input)
    {
        if (AccountName.OwnerOf(account) is not { } party || account != AccountName.Party(party)) throw Problem.NotFound("money is issued to the account party:{id}");
        return call.SubmitAsync(Incentive.Contract, Incentive.Mint, new Mint(party, input.Amount, input.Reference));
    }

    private static IResult One(HttpContext context, LedgerIndex index, string account)
    {
        using var session = index.Read();
        var (balance, lines) = Require(context, session, account);
        return Answers.Versioned(context, new AccountBalance(account, balance, lines), $"l{lines}");
    }

    private static IResult Statement(HttpContext context, LedgerIndex index, string account, [AsParameters] PageQuery page)
    {
        using var session = index.Read();
        Require(context, session, account);
        var before = page.After(3) is { } values ? (Parameters.Number(values[0]), values[1], Parameters.Ordinal(values[2])) : ((long, string, int)?)null;
        return Answers.List(context, session, page.Cut(
            most => session.Statement(account, before, most), line => Cursor.Write(Parameters.Text(line.At), line.Tx, Parameters.Text(line.Number))));
    }

    // Who may not see an account is told so before it is looked for: otherwise the answer would say whether there is one.
    private static (long Balance, long Lines) Require(HttpContext context, IndexSession session, string account)
    {
        var user = context.RequireUser();
        if (AccountName.OwnerOf(account) is { } owner && owner != user.PartyId && !user.Has(Role.Auditor | Role.Authority))
            throw Problem.Forbidden("the account is another's");
        return session.Balance(account) ?? throw Problem.NotFound("there is no such account");
    }
}
