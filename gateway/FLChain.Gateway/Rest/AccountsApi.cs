using System.Globalization;
using FLChain.Core.Money;
using FLChain.Gateway.Access;
using FLChain.Gateway.Index;
using FLChain.Gateway.Problems;
using FLChain.Gateway.Users;

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
    }

    private static IResult One(HttpContext context, LedgerIndex index, string account)
    {
        using var session = index.Read();
        var (balance, lines) = Require(context, session, account);
        return Answers.Versioned(context, new AccountBalance(account, balance, lines), $"l{lines}");
    }

    private static IResult Statement(HttpContext context, LedgerIndex index, string account, int? limit, string? cursor)
    {
        using var session = index.Read();
        Require(context, session, account);
        var most = Parameters.Limit(limit);
        var page = Parameters.Page(session.Statement(account, Before(cursor), most + 1), most, line => Cursor.Write(
            line.At.ToString(CultureInfo.InvariantCulture), line.Tx, line.Number.ToString(CultureInfo.InvariantCulture)));
        return Results.Ok(page);
    }

    // Who may not see an account is told so before it is looked for: otherwise the answer would say whether there is one.
    private static (long Balance, long Lines) Require(HttpContext context, IndexSession session, string account)
    {
        var user = context.RequireUser();
        if (AccountName.OwnerOf(account) is { } owner && owner != user.PartyId && !user.Has(Role.Auditor | Role.Authority))
            throw Problem.Forbidden("the account is another's");
        return session.Balance(account) ?? throw Problem.NotFound("there is no such account");
    }

    private static (long, string, int)? Before(string? cursor)
    {
        if (Parameters.Cursor(cursor, 3) is not { } values) return null;
        return long.TryParse(values[0], NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            && int.TryParse(values[2], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (at, values[1], number)
            : throw Parameters.BadCursor;
    }
}
