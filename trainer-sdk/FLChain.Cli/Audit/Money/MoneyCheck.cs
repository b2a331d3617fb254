using FLChain.Cli.Audit.Chain;
using FLChain.Core.Ledger;
using FLChain.Core.Money;
using FLChain.Core.Records;
using FLChain.Fabric.Protos;

namespace FLChain.Cli.Audit.Money;

/// <summary>
/// Keeps the books a second time, from the postings alone: each transaction's postings sum to zero, no posting is ever
/// changed, what an account holds is what its statement says, no account but the treasury's falls below zero, and what
/// was minted equals what all accounts hold, after every transaction.
/// </summary>
internal sealed class MoneyCheck(AuditJournal journal)
{
    private readonly Books _books = new();

    /// <summary>Everything that was ever issued.</summary>
    public Int128 Minted => _books.Minted;

    /// <summary>What all accounts hold.</summary>
    public Int128 SumOfAccounts => _books.SumOfAccounts;

    /// <summary>Takes what a transaction that took effect wrote.</summary>
    public void Apply(ulong number, CheckedTransaction transaction)
    {
        var touched = new SortedSet<string>(StringComparer.Ordinal);
        Int128 sum = 0;
        var action = transaction.Transaction!.Action!;
        foreach (var write in action.Namespaces.Where(space => space.Namespace == action.ChaincodeName).SelectMany(space => space.Public.Writes))
            sum += Take(number, transaction, write, touched);

        if (sum != 0) Error(number, transaction, null, "postings that sum to 0", $"{sum}");
        foreach (var account in touched) Judge(number, transaction, account);
        if (touched.Count > 0 && Minted != SumOfAccounts)
            Error(number, transaction, null, $"accounts that hold the {Minted} that were minted", $"accounts that hold {SumOfAccounts}");
    }

    private long Take(ulong number, CheckedTransaction transaction, KVWrite write, SortedSet<string> touched)
    {
        switch (LedgerKeys.TrySplit(write.Key))
        {
            case ["posting", var account, _, _, _]:
                return Post(number, transaction, write, account, touched);
            case ["account", var party]:
                if (!write.IsDelete && LedgerKeys.TryDecode<AccountRecord>(write.Value.Span) is { } record) _books.SetAccount(party, record);
                else Error(number, transaction, write.Key, "an account's record", write.IsDelete ? "a deletion" : "bytes that cannot be read");
                touched.Add(AccountName.Party(party));
                touched.Add(AccountName.Deposit(party));
                return 0;
            case ["credit", var party, _, _]:
                var credit = write.IsDelete ? null : LedgerKeys.TryDecode<CreditEntry>(write.Value.Span);
                if (write.IsDelete ? !_books.Collect(write.Key) : credit is not { Amount: > 0 } || !_books.AddCredit(write.Key, party, credit.Amount))
                    Error(number, transaction, write.Key, "a credit above 0 that is written once and collected once", write.IsDelete ? "one collected again" : Printable.Value(write.Value.Span));
                touched.Add(AccountName.Party(party));
                return 0;
            case ["posting" or "account" or "credit", ..]:
                Error(number, transaction, write.Key, "a key of money in its form", "another form");
                return 0;
            default:
                return 0;
        }
    }

    private long Post(ulong number, CheckedTransaction transaction, KVWrite write, string account, SortedSet<string> touched)
    {
        var posting = write.IsDelete ? null : LedgerKeys.TryDecode<Posting>(write.Value.Span);
        if (posting is null || !_books.IsNew(write.Key))
        {
            Error(number, transaction, write.Key, "a posting, written once", posting is null ? "none that can be read" : "one written again");
            return 0;
        }

        var envelope = transaction.Transaction!;
        if (posting.Account != account || posting.Tx != envelope.TransactionId || posting.At != envelope.Timestamp.ToUnixTimeMilliseconds() || posting.Amount == 0)
            Error(number, transaction, write.Key, "a posting of this account, transaction and time", Printable.Value(write.Value.Span));
        touched.Add(account);
        _books.Post(account, posting.Amount);
        return posting.Amount;
    }

    private void Judge(ulong number, CheckedTransaction transaction, string account)
    {
        journal.Examined(AuditCheckKind.Money);
        var stated = _books.Stated(account);
        var held = _books.Held(account);
        if (held != stated) Error(number, transaction, account, $"an account that holds {stated}, as its statement says", $"{held}");
        if (stated < 0 && account != AccountName.Issue) Error(number, transaction, account, "no account below zero", $"{stated}");
    }

    private void Error(ulong number, CheckedTransaction transaction, string? key, string expected, string found) =>
        journal.Error(AuditCheckKind.Money, transaction.PlaceIn(number, key is null ? null : Printable.Key(key)), expected, found);
}
