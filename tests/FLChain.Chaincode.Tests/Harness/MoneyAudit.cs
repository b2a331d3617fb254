using FLChain.Core.Encoding;

namespace FLChain.Chaincode.Tests.Harness;

/// <summary>
/// Watches every committed write of money, by its own reckoning and with none of the contracts' code: each transaction's
/// postings sum to zero, no posting is ever changed, each party's statement equals what it holds, no account but the
/// issue falls below zero, and what was minted equals what all accounts hold.
/// </summary>
internal sealed class MoneyAudit
{
    private readonly SortedDictionary<string, long> _statements = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AccountRecord> _accounts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Party, long Amount)> _credits = new(StringComparer.Ordinal);
    private readonly HashSet<string> _postings = new(StringComparer.Ordinal);

    public MoneyAudit Copy()
    {
        var copy = new MoneyAudit();
        foreach (var (account, balance) in _statements) copy._statements[account] = balance;
        foreach (var (party, account) in _accounts) copy._accounts[party] = account;
        foreach (var (key, credit) in _credits) copy._credits[key] = credit;
        copy._postings.UnionWith(_postings);
        return copy;
    }

    public void Apply(Endorsement endorsement)
    {
        long sum = 0;
        foreach (var (key, value) in endorsement.Sets.Writes)
        {
            var attributes = LedgerKey.Split(key);
            switch (attributes[0])
            {
                case "posting": sum += Post(key, attributes, value, endorsement.Proposal); break;
                case "account": Account(attributes[1], value); break;
                case "credit": Credit(key, attributes[1], value); break;
            }
        }

        Assert.True(sum == 0, $"{endorsement.Proposal.Function}: postings sum to {sum}, not to zero");
        Check(endorsement.Proposal.Function);
    }

    private long Post(string key, string[] attributes, byte[]? value, Proposal proposal)
    {
        Assert.True(value is not null && _postings.Add(key), $"{proposal.Function} changes a posting");
        var posting = CanonicalJson.Decode<Posting>(value);
        Assert.Equal(attributes[1], posting.Account);
        Assert.Equal(proposal.TransactionId, posting.Tx);
        Assert.Equal(proposal.Timestamp.ToUnixTimeMilliseconds(), posting.At);
        Assert.NotEqual(0, posting.Amount);
        _statements[posting.Account] = _statements.GetValueOrDefault(posting.Account) + posting.Amount;
        return posting.Amount;
    }

    private void Account(string party, byte[]? value)
    {
        Assert.NotNull(value);
        _accounts[party] = CanonicalJson.Decode<AccountRecord>(value);
    }

    private void Credit(string key, string party, byte[]? value)
    {
        if (value is null)
        {
            Assert.True(_credits.Remove(key), "a credit that is not there was collected");
            return;
        }

        Assert.True(_credits.TryAdd(key, (party, CanonicalJson.Decode<CreditEntry>(value).Amount)), "a credit was overwritten");
    }

    private void Check(string function)
    {
        var uncollected = _credits.Values.GroupBy(credit => credit.Party).ToDictionary(group => group.Key, group => group.Sum(credit => credit.Amount));
        var parties = _accounts.Keys.Concat(uncollected.Keys)
            .Concat(_statements.Keys.Select(AccountName.OwnerOf).OfType<string>())
            .Distinct(StringComparer.Ordinal);
        long held = 0;
        foreach (var party in parties)
        {
            var account = _accounts.GetValueOrDefault(party) ?? new AccountRecord(0, 0);
            var balance = account.Balance + uncollected.GetValueOrDefault(party);
            Assert.True(account is { Balance: >= 0, Deposit: >= 0 }, $"{function}: an account fell below zero");
            Assert.Equal(_statements.GetValueOrDefault(AccountName.Party(party)), balance);
            Assert.Equal(_statements.GetValueOrDefault(AccountName.Deposit(party)), account.Deposit);
            held += balance + account.Deposit;
        }

        foreach (var (account, balance) in _statements)
        {
            if (account == AccountName.Issue || AccountName.OwnerOf(account) is not null) continue;
            Assert.True(balance >= 0, $"{function}: {account} fell below zero");
            held += balance;
        }

        Assert.Equal(-_statements.GetValueOrDefault(AccountName.Issue), held);
    }
}
