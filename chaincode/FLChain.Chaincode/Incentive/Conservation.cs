namespace FLChain.Chaincode.Incentive;

/// <summary>
/// GetConservation: reads every statement and every account and checks one against the other. Minted is what the
/// treasury's statement says was issued; the accounts are what the records say is held. A query, which reads everything.
/// </summary>
internal static class Conservation
{
    /// <exception cref="ContractException">An account is not what its statement says, or the sums differ.</exception>
    public static async Task<ConservationAnswer> ProveAsync(LedgerContext context)
    {
        var stated = await StatedAsync(context);
        var parties = await PartiesAsync(context);
        foreach (var (partyId, account) in parties)
        {
            RequireEqual(AccountName.Party(partyId), account.Balance, stated);
            RequireEqual(AccountName.Deposit(partyId), account.Deposit, stated);
        }

        var accounts = new SortedDictionary<string, AccountAnswer>(StringComparer.Ordinal);
        foreach (var (name, said) in stated)
        {
            if (AccountName.OwnerOf(name) is not { } owner) accounts[name] = new AccountAnswer(name, said, 0);
            else Rule.Require(parties.ContainsKey(owner), ErrorCodes.NotConserved, $"{name} has a statement and no account");
        }

        foreach (var (partyId, account) in parties)
        {
            var name = AccountName.Party(partyId);
            accounts[name] = new AccountAnswer(name, account.Balance, account.Deposit);
        }

        var minted = -stated.GetValueOrDefault(AccountName.Issue);
        var held = accounts.Values.Where(account => account.Account != AccountName.Issue).Sum(account => account.Balance + account.Deposit);
        Rule.Require(held == minted, ErrorCodes.NotConserved, $"{minted} was minted and {held} is held");
        return new ConservationAnswer(minted, held, [.. accounts.Values]);
    }

    private static async Task<SortedDictionary<string, long>> StatedAsync(LedgerContext context)
    {
        var stated = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var posting in await context.ListAsync<Posting>(Keys.AllPostings, int.MaxValue))
            stated[posting.Account] = stated.GetValueOrDefault(posting.Account) + posting.Amount;
        return stated;
    }

    // Collected and waiting together.
    private static async Task<SortedDictionary<string, AccountRecord>> PartiesAsync(LedgerContext context)
    {
        var parties = new SortedDictionary<string, AccountRecord>(StringComparer.Ordinal);
        foreach (var (key, account) in await context.EntriesAsync<AccountRecord>(Keys.Accounts, int.MaxValue))
            parties[OwnerIn(key)] = account;
        foreach (var (key, credit) in await context.EntriesAsync<CreditEntry>(Keys.AllCredits, int.MaxValue))
        {
            var owner = OwnerIn(key);
            var held = parties.GetValueOrDefault(owner) ?? new AccountRecord(0, 0);
            parties[owner] = held with { Balance = held.Balance + credit.Amount };
        }

        return parties;
    }

    private static string OwnerIn(string key) => LedgerKey.Split(key)[1];

    private static void RequireEqual(string account, long held, SortedDictionary<string, long> stated)
    {
        var said = stated.GetValueOrDefault(account);
        Rule.Require(held == said, ErrorCodes.NotConserved, $"{account} holds {held} and its statement says {said}");
    }
}
