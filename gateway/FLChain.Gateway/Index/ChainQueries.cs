using FLChain.Core.Money;
using FLChain.Fabric.Protos;
using Microsoft.Data.Sqlite;

namespace FLChain.Gateway.Index;

/// <summary>Blocks, transactions, events and money, as the index has them.</summary>
internal static class ChainQueries
{
    private const string TransactionColumns = "block, position, id, code, at, msp, party, function, event";

    /// <summary>Blocks before a number, the newest first.</summary>
    public static IReadOnlyList<BlockEntry> Blocks(this IndexSession session, long before, int limit)
    {
        using var rows = session.Query("SELECT number, hash, at, transactions, valid FROM blocks WHERE number < $1 ORDER BY number DESC LIMIT $2", before, limit);
        return Read(rows, Block);
    }

    /// <summary>One block; null where the index does not have it.</summary>
    public static BlockEntry? FindBlock(this IndexSession session, long number)
    {
        using var rows = session.Query("SELECT number, hash, at, transactions, valid FROM blocks WHERE number = $1", number);
        return rows.Read() ? Block(rows) : null;
    }

    /// <summary>Root of the tree of all trainers and models once a block had taken effect, hex, and the records in it; null where the index does not have the block.</summary>
    public static (string Root, int Leaves)? FindRoot(this IndexSession session, long block)
    {
        using var rows = session.Query("SELECT root, leaves FROM blocks WHERE number = $1", block);
        return rows.Read() ? (Convert.ToHexStringLower(rows.GetFieldValue<byte[]>(0)), rows.GetInt32(1)) : null;
    }

    /// <summary>Transactions of a block.</summary>
    public static IReadOnlyList<TransactionEntry> TransactionsOf(this IndexSession session, long block)
    {
        using var rows = session.Query($"SELECT {TransactionColumns} FROM transactions WHERE block = $1 ORDER BY position", block);
        return Read(rows, Transaction);
    }

    /// <summary>A transaction by its id; the one that took effect where the id stands in several places.</summary>
    public static TransactionEntry? FindTransaction(this IndexSession session, string id)
    {
        using var rows = session.Query(
            $"SELECT {TransactionColumns} FROM transactions WHERE id = $1 ORDER BY code <> {(int)TxValidationCode.Valid}, block, position LIMIT 1", id);
        return rows.Read() ? Transaction(rows) : null;
    }

    /// <summary>Events after a place on the ledger, in its order.</summary>
    public static IReadOnlyList<EventEntry> EventsAfter(this IndexSession session, long block, int position, int limit)
    {
        using var rows = session.Query(
            """
            SELECT block, position, id, at, event, payload FROM transactions
            WHERE event <> '' AND (block, position) > ($1, $2) ORDER BY block, position LIMIT $3
            """,
            block, position, limit);
        return Read(rows, row => new EventEntry(
            row.GetInt64(0), row.GetInt32(1), row.GetString(2), row.GetInt64(3), row.GetString(4), row.GetFieldValue<byte[]>(5)));
    }

    /// <summary>Balance and number of lines of an account; null where it never had one.</summary>
    public static (long Balance, long Lines)? Balance(this IndexSession session, string account)
    {
        using var rows = session.Query("SELECT balance, lines FROM balances WHERE account = $1", account);
        return rows.Read() ? (rows.GetInt64(0), rows.GetInt64(1)) : null;
    }

    /// <summary>What was issued, and what all accounts but the issue hold together: equal while money is conserved.</summary>
    public static (long Minted, long Held, long Accounts) Conservation(this IndexSession session)
    {
        using var rows = session.Query(
            """
            SELECT COALESCE(SUM(CASE WHEN account = $1 THEN -balance END), 0), COALESCE(SUM(CASE WHEN account <> $1 THEN balance END), 0), COUNT(*) FROM balances
            """,
            AccountName.Issue);
        rows.Read();
        return (rows.GetInt64(0), rows.GetInt64(1), rows.GetInt64(2));
    }

    /// <summary>Lines of a statement before a place in it, the newest first.</summary>
    /// <param name="session">Session.</param>
    /// <param name="account">Account.</param>
    /// <param name="before">Time, transaction and number of the last line of the page before; null for the first page.</param>
    /// <param name="limit">Most lines.</param>
    public static IReadOnlyList<StatementLine> Statement(this IndexSession session, string account, (long At, string Tx, int Number)? before, int limit)
    {
        var (at, tx, number) = before ?? (long.MaxValue, "", 0);
        using var rows = session.Query(
            """
            SELECT amount, counterparty, event, reference, at, tx, number, block FROM postings
            WHERE account = $1 AND (at, tx, number) < ($2, $3, $4) ORDER BY at DESC, tx DESC, number DESC LIMIT $5
            """,
            account, at, tx, number, limit);
        return Read(rows, row => new StatementLine(
            row.GetInt64(0), row.GetString(1), (PaymentEvent)row.GetInt32(2), row.GetString(3), row.GetInt64(4), row.GetString(5), row.GetInt32(6), row.GetInt64(7)));
    }

    private static BlockEntry Block(SqliteDataReader row) =>
        new(row.GetInt64(0), Convert.ToHexStringLower(row.GetFieldValue<byte[]>(1)), row.GetInt64(2), row.GetInt32(3), row.GetInt32(4));

    private static TransactionEntry Transaction(SqliteDataReader row) => new(
        row.GetInt64(0), row.GetInt32(1), row.GetString(2), (TxValidationCode)row.GetInt32(3), row.GetInt64(4), row.GetString(5), row.GetString(6), row.GetString(7), row.GetString(8));

    private static List<T> Read<T>(SqliteDataReader rows, Func<SqliteDataReader, T> read)
    {
        var list = new List<T>();
        while (rows.Read()) list.Add(read(rows));
        return list;
    }
}
