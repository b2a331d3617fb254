namespace FLChain.Chaincode.Incentive;

/// <summary>Accounts and their statements. Queries only: an account without a record is the sum of its statement.</summary>
internal static class Statements
{
    public static async Task<AccountAnswer> AccountAsync(LedgerContext context, string account)
    {
        Require(account);
        if (AccountName.OwnerOf(account) is not { } owner)
            return new AccountAnswer(account, (await context.ListAsync<Posting>(Keys.Postings(account), int.MaxValue)).Sum(posting => posting.Amount), 0);

        Rule.Require(Naming.IsPartyId(owner), ErrorCodes.BadArgument, "the account is not that of a party");
        var record = await context.GetAsync<AccountRecord>(Keys.Account(owner)) ?? new AccountRecord(0, 0);
        if (AccountName.IsDeposit(account)) return new AccountAnswer(account, record.Deposit, 0);
        var waiting = await context.ListAsync<CreditEntry>(Keys.Credits(owner), int.MaxValue);
        return new AccountAnswer(account, record.Balance + waiting.Sum(credit => credit.Amount), record.Deposit);
    }

    public static Task<Page<Posting>> PageAsync(LedgerContext context, PageRequest request)
    {
        var account = request.Of ?? string.Empty;
        Require(account);
        return context.PageAsync<Posting>(Keys.Postings(account), request);
    }

    private static void Require(string account) =>
        Rule.Require(LedgerKey.IsAttribute(account), ErrorCodes.BadArgument, "that is not the name of an account");
}
