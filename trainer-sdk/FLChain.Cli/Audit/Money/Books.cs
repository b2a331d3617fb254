using FLChain.Core.Money;
using FLChain.Core.Records;

namespace FLChain.Cli.Audit.Money;

/// <summary>Statements, accounts and waiting credits, with their sums kept up to date. Sums have 128 bits: no number of amounts of 64 bits overflows them.</summary>
internal sealed class Books
{
    private readonly Dictionary<string, Int128> _stated = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AccountRecord> _accounts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Party, long Amount)> _credits = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Int128> _waiting = new(StringComparer.Ordinal);
    private readonly HashSet<string> _postings = new(StringComparer.Ordinal);
    private Int128 _shared;
    private Int128 _owned;

    /// <summary>Minus what the treasury's statement says.</summary>
    public Int128 Minted => -Stated(AccountName.Issue);

    /// <summary>Records, waiting credits, and the statements of shared accounts but the treasury's.</summary>
    public Int128 SumOfAccounts => _owned + _shared;

    public bool IsNew(string postingKey) => _postings.Add(postingKey);

    public void Post(string account, long amount)
    {
        _stated[account] = Stated(account) + amount;
        if (account != AccountName.Issue && AccountName.OwnerOf(account) is null) _shared += amount;
    }

    public void SetAccount(string party, AccountRecord record)
    {
        var before = _accounts.GetValueOrDefault(party) ?? new AccountRecord(0, 0);
        _owned += (Int128)record.Balance + record.Deposit - before.Balance - before.Deposit;
        _accounts[party] = record;
    }

    /// <summary>False when the credit was there already.</summary>
    public bool AddCredit(string key, string party, long amount)
    {
        if (!_credits.TryAdd(key, (party, amount))) return false;
        _waiting[party] = _waiting.GetValueOrDefault(party) + amount;
        _owned += amount;
        return true;
    }

    /// <summary>False when there was no such credit.</summary>
    public bool Collect(string key)
    {
        if (!_credits.Remove(key, out var credit)) return false;
        _waiting[credit.Party] -= credit.Amount;
        _owned -= credit.Amount;
        return true;
    }

    public Int128 Stated(string account) => _stated.GetValueOrDefault(account);

    /// <summary>What the records say an account holds. A shared account has no record: its statement is all there is.</summary>
    public Int128 Held(string account)
    {
        if (AccountName.OwnerOf(account) is not { } party) return Stated(account);
        var record = _accounts.GetValueOrDefault(party);
        return AccountName.IsDeposit(account) ? record?.Deposit ?? 0 : (record?.Balance ?? 0) + _waiting.GetValueOrDefault(party);
    }
}
