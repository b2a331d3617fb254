namespace FLChain.Chaincode.Infrastructure;

/// <summary>
/// The money that one transaction moves: collected first, written all at once. Each transfer is two lines, one in each
/// account's statement, so the lines of a transaction always add up to zero.
/// <para>
/// An account with one owner is one record, written only by transactions of which the owner knows: a credit that anyone
/// else causes waits beside it until the owner spends, so that nobody's payment collides with the owner's. Shared
/// accounts (the treasury, PAC, the authority, a federation) have a statement and no record, because a record would be
/// written by everyone at once.
/// </para>
/// <para>
/// What leaves PAC or a federation is never looked up first, and need not be: PAC gives back or passes on exactly the
/// price that a purchase record says it holds, once, because the record's state moves on in the same transaction; a
/// federation pays f_FLM from at least minContributors intention fees of at least f_FLM / minContributors each
/// (PolicyRules), refunds the fee that each intention record names when it deletes the record, and divides at most the
/// price that the same transaction has just passed to it. A confiscated deposit goes through PAC and the federation within
/// one transaction, what it leaves with PAC goes to that federation's partners at most once and to nobody else, and a
/// report's fee that is given back is the one that its record says was paid, once. The treasury alone may go below zero:
/// that is what minting is.
/// </para>
/// </summary>
internal sealed class Payments(LedgerContext context)
{
    /// <summary>
    /// A transaction that collects waiting credits takes this many (or all, where fewer wait), so that they do not pile up;
    /// more where only more cover what it pays.
    /// </summary>
    public const int UsuallyCollected = 64;

    private readonly List<Transfer> _transfers = [];
    private readonly SortedSet<string> _gathered = new(StringComparer.Ordinal);

    /// <summary>Moves an amount of 0 or more when the payments are committed; nothing is written for 0.</summary>
    /// <exception cref="ArgumentException">Both accounts are the same, or the amount is negative: a contract's mistake.</exception>
    public void Pay(string from, string to, long amount, PaymentEvent what, string reference)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(amount);
        if (string.Equals(from, to, StringComparison.Ordinal)) throw new ArgumentException("a payment has two accounts", nameof(to));
        if (amount > 0) _transfers.Add(new Transfer(from, to, amount, what, reference));
    }

    /// <summary>
    /// Collects the party's waiting credits (the first <see cref="UsuallyCollected"/>) even when its balance covers what it
    /// pays: moving a little to the deposit and back is how a party gathers many small credits.
    /// </summary>
    public void Gather(string partyId) => _gathered.Add(partyId);

    /// <summary>Checks that each payer can pay, then writes everything. Called once, before the contract's own writes.</summary>
    /// <returns>The accounts that were written, by party id.</returns>
    /// <exception cref="ContractException">A balance or a deposit does not cover its payments.</exception>
    public async Task<IReadOnlyDictionary<string, AccountRecord>> CommitAsync()
    {
        var settled = new SortedDictionary<string, AccountRecord>(StringComparer.Ordinal);
        var collected = new List<string>();
        foreach (var partyId in PartiesToSettle()) settled[partyId] = await SettleAsync(partyId, collected);

        foreach (var key in collected) await context.DeleteAsync(key);
        foreach (var (partyId, account) in settled) await context.PutAsync(Keys.Account(partyId), account);
        for (var number = 0; number < _transfers.Count; number++) await WriteAsync(_transfers[number], number);
        return settled;
    }

    private SortedSet<string> PartiesToSettle()
    {
        var parties = new SortedSet<string>(_gathered, StringComparer.Ordinal);
        foreach (var transfer in _transfers)
        {
            if (AccountName.OwnerOf(transfer.From) is { } payer) parties.Add(payer);
            if (AccountName.OwnerOf(transfer.To) is { } payee && !Waits(transfer)) parties.Add(payee);
        }

        return parties;
    }

    private async Task<AccountRecord> SettleAsync(string partyId, List<string> collected)
    {
        var account = await context.GetAsync<AccountRecord>(Keys.Account(partyId)) ?? new AccountRecord(0, 0);
        var balance = account.Balance + Moved(AccountName.Party(partyId));
        var deposit = account.Deposit + Moved(AccountName.Deposit(partyId));
        if (balance < 0 || _gathered.Contains(partyId))
        {
            var count = 0;
            await foreach (var (key, credit) in context.EachAsync<CreditEntry>(Keys.Credits(partyId)))
            {
                balance += credit.Amount;
                collected.Add(key);
                if (++count >= UsuallyCollected && balance >= 0) break;
            }
        }

        Rule.Require(balance >= 0, ErrorCodes.InsufficientFunds, $"the balance of {partyId} is {-balance} short of what is to be paid");
        Rule.Require(deposit >= 0, ErrorCodes.InsufficientFunds, $"the deposit of {partyId} is {-deposit} short of what is to be paid");
        return new AccountRecord(balance, deposit);
    }

    // What the account's own record gains or loses; credits that wait do not touch it.
    private long Moved(string account) =>
        _transfers.Where(transfer => string.Equals(transfer.To, account, StringComparison.Ordinal) && !Waits(transfer)).Sum(transfer => transfer.Amount)
        - _transfers.Where(transfer => string.Equals(transfer.From, account, StringComparison.Ordinal)).Sum(transfer => transfer.Amount);

    private bool Waits(Transfer transfer) =>
        AccountName.OwnerOf(transfer.To) is { } payee
        && !AccountName.IsDeposit(transfer.To)
        && !string.Equals(payee, context.Caller.PartyId, StringComparison.Ordinal);

    private async Task WriteAsync(Transfer transfer, int number)
    {
        var (from, to, amount, what, reference) = transfer;
        if (Waits(transfer))
            await context.PutAsync(Keys.Credit(AccountName.OwnerOf(to)!, context.Tx, number), new CreditEntry(amount));
        await context.PutAsync(Keys.Posting(from, context.Now, context.Tx, number), new Posting(from, -amount, to, what, reference, context.Now, context.Tx));
        await context.PutAsync(Keys.Posting(to, context.Now, context.Tx, number), new Posting(to, amount, from, what, reference, context.Now, context.Tx));
    }

    private sealed record Transfer(string From, string To, long Amount, PaymentEvent What, string Reference);
}
